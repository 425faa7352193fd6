package specsync

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
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
		return nil, fmt.Errorf("%s: only files and http(s) addresses can be read", spec)
	default:
		data, err = readFile(spec)
	}
	// A block-style document that lost its end still parses; but every writer ends the last line, or the document. Flow style and
	// JSON do not parse without their end.
	if n := len(data); err == nil && n > 0 && !strings.ContainsRune("\n}]", rune(data[n-1])) && !bytes.HasSuffix(data, []byte("\n...")) && !isFlow(data) {
		err = errors.New("the last line has no end, so the rest is probably lost; fetch it again")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", spec, err)
	}
	return data, nil
}

func isFlow(data []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) }

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

func fetch(ctx context.Context, url string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
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
		return nil, errors.New("the server sent HTML, probably a page about the document; give the address of the document itself")
	}
	if response.ContentLength > maxBytes {
		return nil, fmt.Errorf("larger than %d MiB, which is no document of ours; check the address", maxBytes>>20)
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
	return fmt.Errorf("%w; check the address and the network", err)
}
