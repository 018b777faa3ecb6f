package inbox

import "testing"

const (
	safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
	chrome = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
)

func TestAPersonsBrowserIsNoMachine(t *testing.T) {
	for _, agent := range []string{
		safari, chrome,
		"Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0",
		"Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
		"Mozilla/5.0 (Linux; Android 7.1.1; Google Pixel Build/NMF26U) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/55.0.2883.91 Mobile Safari/537.36",
		"Mozilla/5.0 (Linux; Android 8.0.0; CUBOT_X18_Plus) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/69.0.3497.100 Mobile Safari/537.36",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/390.0 Mobile/15E148 Safari/604.1",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/530.0]",
		"Mozilla/5.0 (Mobile; Nokia 2780 Flip; rv:84.0) Gecko/84.0 Firefox/84.0 KAIOS/3.1",
		"Opera/9.80 (Android; Opera Mini/36.2/191.249; U; en) Presto/2.12.423 Version/12.16",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
	} {
		if (Visit{Method: "GET", UserAgent: agent}).machine() {
			t.Errorf("%s is taken for a machine", agent)
		}
	}
}

func TestMachinesThatLookAtLinksAreTold(t *testing.T) {
	for name, v := range map[string]Visit{
		"nothing but the header":        {Method: "HEAD", UserAgent: safari},
		"fetched ahead":                 {Method: "GET", UserAgent: chrome, Purpose: "prefetch;prerender"},
		"no name":                       {Method: "GET"},
		"no system":                     {Method: "GET", UserAgent: "Mozilla/5.0"},
		"a program":                     {Method: "GET", UserAgent: "Go-http-client/2.0"},
		"a program with its system":     {Method: "GET", UserAgent: "Wget/1.21 (linux-gnu)"},
		"an app of a phone":             {Method: "GET", UserAgent: "Dalvik/2.1.0 (Linux; U; Android 15; SM-S921B Build/AP3A)"},
		"an app of another phone":       {Method: "GET", UserAgent: "Viber/12.8.0.1 CFNetwork/1121.2.2 Darwin/19.3.0"},
		"Apple's Messages":              {Method: "GET", UserAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"},
		"Google's Messages":             {Method: "GET", UserAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/123.0.0.0 Safari/537.36 GoogleMessages/15.1"},
		"WhatsApp":                      {Method: "GET", UserAgent: "WhatsApp/2.23.18.79 A"},
		"a preview":                     {Method: "GET", UserAgent: "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5"},
		"one that names its page":       {Method: "GET", UserAgent: "Mozilla/5.0 (compatible; AnyThing/1.0; +https://example.com/about)"},
		"one that looks for dangers":    {Method: "GET", UserAgent: "Mozilla/4.0 (compatible; ms-office; MSOffice 16)"},
		"a browser that nobody watches": {Method: "GET", UserAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36"},
	} {
		if !v.machine() {
			t.Errorf("%s is taken for a person", name)
		}
	}
}

func TestACodeIsReadWhateverStandsBehindIt(t *testing.T) {
	const code = "k7q2mxw4tz5c"
	for _, s := range []string{code, "K7Q2MXW4TZ5C", code + ".", code + ")", code + "/", code + "…", code + "😀"} {
		if got, ok := readLinkCode(s); !ok || got != code {
			t.Errorf("%q is read as %q, %t", s, got, ok)
		}
	}
	for _, s := range []string{"", code[:11], code[:11] + "1", code[:11] + "-", code + "d", code + "9", code + "é", "../" + code, "é" + code} {
		if got, ok := readLinkCode(s); ok {
			t.Errorf("%q is read as the code %q", s, got)
		}
	}
}
