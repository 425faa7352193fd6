package specsync

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// packed are the beginnings of files that are something else than plain text.
var packed = []struct{ start, what string }{
	{"\x1f\x8b", "compressed by gzip; unpack it first (gunzip)"},
	{"PK\x03\x04", "a zip archive; unpack it first"},
	{"BZh", "compressed by bzip2; unpack it first (bunzip2)"},
	{"\xfd7zXZ\x00", "compressed by xz; unpack it first (unxz)"},
	{"\x28\xb5\x2f\xfd", "compressed by zstd; unpack it first (unzstd)"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"},
	{"\xff\xfe", "UTF-16, not UTF-8; convert it first (iconv -f UTF-16 -t UTF-8)"},
	{"\xfe\xff", "UTF-16, not UTF-8; convert it first (iconv -f UTF-16 -t UTF-8)"},
}

// binary says what a file is that is no text in UTF-8, or nothing.
func binary(data []byte) string {
	for _, p := range packed {
		if bytes.HasPrefix(data, []byte(p.start)) {
			return p.what
		}
	}
	switch i := bytes.IndexByte(data, 0); {
	case i == 0 && len(data) > 1 && data[1] != 0, i == 1:
		return "UTF-16 without a mark, not UTF-8; convert it first (iconv)"
	case i >= 0:
		return fmt.Sprintf("no text: the byte %d is NUL, so it is damaged or something else; fetch it again", i)
	case !utf8.Valid(data):
		return "neither YAML nor JSON in UTF-8; is it compressed, or in another encoding?"
	}
	return ""
}
