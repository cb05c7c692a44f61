#!/bin/sh
# Install Debian's packages that the tests run against, where they are missing. Needs root; without root it names them.
set -eu
packages="dovecot-imapd dovecot-lmtpd postfix postgresql libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils unar openssl fonts-noto-cjk"
missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
# 仿宋 and 楷体 to measure letters with: two files of 49 MB of TeX, taken out without installing it. Checks only, never
# shipped; where they can't be had, another face of the same widths stands in.
letter_fonts=/usr/local/share/letter-fonts
fetch_letter_fonts() {
    [ "$(id -u)" = 0 ] && [ ! -e $letter_fonts/FandolFang-Regular.otf ] || return 0
    mkdir -p $letter_fonts
    folder=$(mktemp -d)
    (
        cd "$folder"
        apt-get download -qq texlive-lang-chinese >/dev/null 2>&1 || exit 0
        dpkg-deb --fsys-tarfile texlive-lang-chinese_*.deb |
            tar -x --strip-components=9 -C $letter_fonts --wildcards '*/fandol/FandolFang-*.otf' '*/fandol/FandolKai-*.otf'
    ) || true
    rm -rf "$folder"
}
[ -n "$missing" ] || { fetch_letter_fonts; exit 0; }
if [ "$(id -u)" != 0 ]; then
    echo "make test 需要以下 Debian 软件包，请由 root 安装：" >&2
    echo "    apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
apt-get update -qq
apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confdef $missing >/dev/null
fetch_letter_fonts
