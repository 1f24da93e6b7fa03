// The engine's real thread, built by `npm run build`, that dies when a test says so.
const { join } = require('node:path');
const { BroadcastChannel } = require('node:worker_threads');

const channel = new BroadcastChannel('killable-worker');
channel.onmessage = () => process.exit(1);
channel.unref();

require(join(__dirname, '..', '..', 'dist', 'engine', 'host', 'worker.js'));
