// A thread that dies of every message it gets.
const { parentPort } = require('node:worker_threads');

parentPort?.on('message', () => process.exit(1));
