"""Formats that are recognised but not read: the sentence that tells a clerk what the document is.

To read one of them, write its reader, put it into `READERS` (parsers/formats/__init__.py) and take its line out here.
"""

from __future__ import annotations

from parsers.paper import Paper

_ASK = "本版本还不能读取，请人工查看。"

SENTENCES: dict[str, str] = {
    "ppt": f"旧版演示文稿，{_ASK}",
    "pptx": f"演示文稿，{_ASK}",
    "mht": f"单文件网页（MHT），{_ASK}",
    "xml": f"XML 文件，{_ASK}",
    "video": f"视频或录音文件，{_ASK}",
    "audio": f"录音文件，{_ASK}",
    "zip": "ZIP 压缩包，要先取出里面的文件。",
    "rar": "RAR 压缩包，要先取出里面的文件。",
    "7z": "7z 压缩包，要先取出里面的文件。",
    "gzip": "GZIP 压缩包，要先取出里面的文件。",
    "tar": "TAR 打包文件，要先取出里面的文件。",
    "msg": "一封 Outlook 邮件（MSG），套得太深，没有打开，请人工查看。",
    "tnef": "Outlook 专用的 winmail.dat，要先取出里面的文件。",
    "postscript": f"PostScript 文件，{_ASK}",
    "ics": f"日历事项，{_ASK}",
    "vcf": f"电子名片，{_ASK}",
    "eml": "一封邮件，应当按邮件来读，请人工查看。",
    "ole": "微软复合文档，但认不出是哪一种，请人工查看。",
    "docm": "含有宏的 Word 文档，出于安全没有打开，请人工查看，或请对方另存为 .docx 重寄。",
    "xlsm": "含有宏的 Excel 工作簿，出于安全没有打开，请人工查看，或请对方另存为 .xlsx 重寄。",
    "encrypted": "加了密码的 Office 文档，打不开，请对方去掉密码重寄。",
    "pgp": "用 PGP 加密的文件，本系统没有密钥，打不开，请对方不加密重寄，或由持私钥的同志打开后转来。",
    "exe": "可执行程序，出于安全没有打开，也请不要打开。",
    "script": "脚本（用来运行的程序），出于安全没有打开，也请不要运行。",
    "misnamed": "一段文字或脚本，不是名字所说的那种文件，没有当作文档打开，请人工查看，或请对方重寄。",
    "empty": "空文件，没有任何内容，请对方重寄。",
    "unknown": "认不出格式的文件，请人工查看。",
}


def unread(name: str, kind: str) -> Paper:
    """Return the empty `Paper` of a document that is not read, with the sentence for the clerk."""
    return Paper(name, kind, problem=f"「{name}」是{SENTENCES.get(kind, SENTENCES['unknown'])}")
