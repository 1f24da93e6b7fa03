// Preloaded with `--require`, which threads inherit: says which libraries for several processes are loaded, and where.
const { writeSync } = require('node:fs');
const { registerHooks } = require('node:module');
const { isMainThread } = require('node:worker_threads');

const WATCHED = ['pg', 'ioredis'];

registerHooks({
	resolve(specifier, context, next) {
		if (WATCHED.includes(specifier))
			writeSync(1, `${isMainThread ? 'n8n' : 'engine'}: ${specifier}\n`);
		return next(specifier, context);
	},
});
