// On Linux the browser comes inside an npm package (@sparticuz/chromium); elsewhere puppeteer downloads its own.
module.exports = { skipDownload: process.platform === "linux" };
