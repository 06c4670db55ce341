package files

import "context"

func pdfText(context.Context, []byte, Limits) (string, error) { return "", ErrUnknown }
