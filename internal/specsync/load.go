package specsync

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
)

// maxBytes bounds what is read. The vendor's document has 2.5 MB.
const maxBytes = 16 << 20

// Load reads a whole document from a file or from an http(s) address. The context bounds the time it takes.
func Load(ctx context.Context, spec string) ([]byte, error) {
	var data []byte
	var err error
	switch {
	case spec == "":
		return nil, errors.New("no document given: set SPEC to a file or an http(s) address")
	case strings.HasPrefix(spec, "http://"), strings.HasPrefix(spec, "https://"):
		data, err = fetch(ctx, spec)
	case strings.Contains(spec, "://"):
		return nil, fmt.Errorf("%s: only files and http(s) addresses can be read", WithoutUser(spec))
	default:
		data, err = readFile(spec)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", WithoutUser(spec), err)
	}
	return data, nil
}

// WithoutUser takes the user and the password out of an address. Where it cannot be read as one, all goes that may be
// a user or a password.
func WithoutUser(spec string) string {
	if address, err := url.Parse(spec); err == nil && address.Host != "" {
		address.User = nil
		return address.String()
	}
	if i := strings.LastIndex(spec, "@"); i >= 0 && strings.Contains(spec[:i], ":") {
		return "***" + spec[i:]
	}
	return spec
}

// userinfo is a word of an error's text that may hold a user and a password, up to its last @.
var userinfo = regexp.MustCompile(`[^\s"]*:[^\s"]*@`)

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("no such file; set SPEC to a file or an http(s) address")
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readBounded(f)
}

func readBounded(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err == nil && len(data) > maxBytes {
		err = fmt.Errorf("larger than %d MiB, which is no document of ours; check the address", maxBytes>>20)
	}
	return data, err
}

func fetch(ctx context.Context, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.New("not a valid address; write special characters of a password as %40 and the like")
	}
	request.Header.Set("Accept", "application/yaml, application/json, text/plain, */*;q=0.5")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, explainTransfer(ctx, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server answered %s; check the address in a browser", response.Status)
	}
	if kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); kind == "text/html" {
		return nil, errors.New("the server sent HTML, a page about the document perhaps; give the document's own address")
	}
	data, err := readBounded(response.Body)
	if err != nil {
		return nil, explainTransfer(ctx, err)
	}
	return data, nil
}

// explainTransfer says what to do about a transfer that failed. The address is already in the message.
func explainTransfer(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("no whole answer in time (%w); try again, or download the file and give its path", ctx.Err())
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("the download broke off before its end; try again")
	}
	if inner := errors.Unwrap(err); inner != nil {
		err = inner
	}
	return fmt.Errorf("%s; check the address and the network", userinfo.ReplaceAllString(err.Error(), "***@"))
}
