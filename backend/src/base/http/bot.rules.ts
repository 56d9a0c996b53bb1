// Tells known robots by their user agent; their events are kept, marked as invalid traffic, and earn nothing (money.md E9).

/** Crawlers, previewers, HTTP libraries, monitors and headless browsers, as they name themselves. */
const ROBOTS: readonly RegExp[] = [
  /bot\b|bot\/|crawl|spider|slurp|archiver|scrap(er|y)/i,
  /facebookexternalhit|whatsapp|telegrambot|embedly|quora link preview|vkshare|pinterest\/0|skypeuripreview/i,
  /headlesschrome|phantomjs|puppeteer|playwright|selenium|slimerjs|electron\//i,
  /lighthouse|pagespeed|gtmetrix|pingdom|uptimerobot|statuscake|newrelicpinger|site24x7|datadog/i,
  /^(curl|wget|python|java|ruby|perl|php|go-http-client|okhttp|axios|node|undici|libwww|httpclient|got)\b/i,
  /python-requests|aiohttp|guzzlehttp|apache-httpclient|postmanruntime|insomnia/i,
  /google-read-aloud|mediapartners-google|apis-google|feedfetcher|bingpreview|yandexmetrika|yandex(images|video|media)/i,
];

/** True for a user agent on the list, and for none at all: every browser sends one. */
export function isRobot(userAgent: string | undefined): boolean {
  const text = userAgent?.trim() ?? '';
  return text === '' || ROBOTS.some((robot) => robot.test(text));
}
