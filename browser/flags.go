package browser

import "fmt"

// deadProxy is where the browser would send what its tabs do not hand to us. No
// name can be resolved in it, this address included, so nothing arrives anywhere.
const deadProxy = "http://127.0.0.1:9"

// flags are the switches a browser is started with. Its tabs hand every request
// to this program; the switches make sure that whatever does not pass through a tab
// (sockets, peer connections, prefetches, the browser's own errands) ends nowhere.
func flags(profile string, root bool) []string {
	list := []string{
		"--headless",
		"--remote-debugging-pipe",
		"--user-data-dir=" + profile,
		"--disk-cache-dir=" + profile + "/cache",
		"--disk-cache-size=1048576",
		"--window-size=1280,900",
		"--lang=zh-CN",

		"--proxy-server=" + deadProxy,
		"--proxy-bypass-list=<-loopback>", // or loopback would be reached without the proxy
		"--host-resolver-rules=MAP * ~NOTFOUND",
		"--disable-quic",
		"--dns-prefetch-disable",
		"--no-pings",
		"--webrtc-ip-handling-policy=disable_non_proxied_udp",
		"--force-webrtc-ip-handling-policy=disable_non_proxied_udp",

		// All frames of a tab in its own process and session: a frame's requests are
		// then the tab's, which are intercepted.
		"--disable-site-isolation-trials",
		"--disable-features=IsolateOrigins,site-per-process,Translate,OptimizationHints,OptimizationGuideModelDownloading," +
			"MediaRouter,DialMediaRouteProvider,AutofillServerCommunication,InterestFeedContentSuggestions,CertificateTransparencyComponentUpdater," +
			"HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,HttpsFirstModeV2,NetworkPrediction,Prerender2,SpeculationRulesPrefetchFuture,WebRtcHideLocalIpsWithMdns,DnsOverHttps,AsyncDns,PaintHolding,WebTransport," +
			// Processes that a browser with a window keeps ready, and nobody looks at.
			"SpareRendererForSitePerProcess,PreloadTopChromeWebUI,InitialWebUI,WebUIReloadButton,WebUIToolbarWebView,WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup",
		"--enable-features=NetworkServiceInProcess2", // a process less
		"--in-process-gpu",                           // and another: nothing is drawn by a graphics card

		"--disable-background-networking",
		"--disable-background-timer-throttling",
		"--disable-backgrounding-occluded-windows",
		"--disable-renderer-backgrounding",
		"--disable-breakpad",
		"--disable-client-side-phishing-detection",
		"--disable-component-extensions-with-background-pages",
		"--disable-component-update",
		"--disable-default-apps",
		"--disable-dev-shm-usage",
		"--disable-domain-reliability",
		"--disable-extensions",
		"--disable-field-trial-config",
		"--disable-gpu",
		"--disable-software-rasterizer",
		"--disable-hang-monitor",
		"--disable-notifications",
		"--disable-prompt-on-repost",
		"--disable-speech-api",
		"--disable-sync",
		"--enable-automation",
		"--force-color-profile=srgb",
		"--hide-scrollbars",
		"--metrics-recording-only",
		"--mute-audio",
		"--no-default-browser-check",
		"--no-first-run",
		"--no-service-autorun",
		"--no-startup-window",
		"--disable-ipc-flooding-protection", // or the 201st thing that is pressed within ten seconds leads nowhere
		"--block-new-web-contents",          // or a window that a page opens takes a process until it is closed
		"--password-store=basic",
		"--renderer-process-limit=1",
		"--use-mock-keychain",
		fmt.Sprintf("--js-flags=--max-old-space-size=%d,--max-semi-space-size=%d", scriptMiB, youngMiB),
	}
	if root {
		list = append(list, "--no-sandbox", "--no-zygote")
	}
	return list
}

// scriptMiB bounds what the scripts of a tab may hold, in MiB, and youngMiB a third of
// what they make anew before it is looked which of it they still hold: by itself it is
// 16, half of what a whole browser may take.
const (
	scriptMiB = 128
	youngMiB  = 4
)
