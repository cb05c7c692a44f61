#!/bin/sh
# Install Python's venv module, which Debian ships apart.
set -eu
if [ "$(id -u)" != 0 ]; then
    echo "缺少 Python 的 venv 模块，请由 root 安装：apt-get install python3-venv" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
