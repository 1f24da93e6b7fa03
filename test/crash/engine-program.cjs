// The process that holds the socket: the built engine, and a trigger that behaves like n8n's. Its parent tells it what to
// do over IPC, and kills it. Its argument says which engine it is.

const { reach, arm } = require('./kill-points.cjs');
const { flushCompileCache } = require('node:module');
const { Readable } = require('node:stream');
const {
	closeSync,
	existsSync,
	fsyncSync,
	openSync,
	readFileSync,
	truncateSync,
	writeSync,
} = require('node:fs');
const { setImmediate: nextTurn } = require('node:timers/promises');

/**
 * @typedef {import('./protocol').ToProgram} ToProgram
 * @typedef {import('./protocol').FromProgram} FromProgram
 * @typedef {import('./protocol').Engine} Engine
 * @typedef {Extract<ToProgram, { type: 'request' | 'store' }>} Request
 * @typedef {import('./protocol').Start} Start
 * @typedef {import('./protocol').Trigger} Trigger
 * @typedef {import('../../engine/gateway/contract').EventBatch} EventBatch
 * @typedef {import('../../engine/gateway/contract').Gateway} Gateway
 */

// As in the engine's own thread: libsignal prints sessions, Baileys leaves promises unhandled.
for (const method of /** @type {const} */ (['log', 'info', 'warn', 'error'])) {
	console[method] = () => undefined;
}
process.on('unhandledRejection', () => undefined);
process.on('disconnect', () => process.exit(0));

/** @param {FromProgram} message */
const tell = (message) => process.send?.(message);

/** @type {Engine} */
const { engineDir, role, without } = JSON.parse(process.argv[2] ?? '{}');
if (without) require(`./without-${without}.cjs`)(engineDir);
const ENGINES = /** @type {const} */ ({
	all: ['host/host.js', 'createHost'],
	holder: ['fleet/on-bus.js', 'createFleetOnBus'],
	user: ['transport/open-gateway.js', 'openGateway'],
});
const [file, name] = ENGINES[role];
/** @type {(options: Start['options']) => Gateway} */
const open = require(`${engineDir}/${file}`)[name];
// At the end of a process it is too late: ours are killed.
flushCompileCache();

/** @type {(start: Start) => Promise<Gateway>} */
async function start({ options, trigger }) {
	const gateway = open(options);
	if (trigger) await listen(gateway, trigger);
	else await gateway.resume();
	return gateway;
}

/** @type {(gateway: Gateway, trigger: Trigger) => Promise<void>} */
async function listen(gateway, { account, executionsFile, resume }) {
	await gateway.subscribe(account, { events: ['session.connected'], start: 'now' }, async () => {
		tell({ type: 'connected' });
	});
	await gateway.subscribe(
		account,
		{
			durableId: 'workflow:trigger',
			events: [
				'message.sent',
				'message.received',
				'message.read',
				'status.viewed',
				'message.incoming',
				'status.posted',
				'channel.posted',
			],
			filters: { 'message.incoming': { albums: 'collected' } },
			start: resume ? 'resume' : 'now',
		},
		executor(executionsFile),
	);
	await gateway.subscribe(
		account,
		{
			durableId: 'workflow:collector',
			events: ['message.incoming'],
			filters: {
				'message.incoming': {
					texts: [{ match: 'startsWith', text: 'piece' }],
					collect: {
						...{ quietMs: 600_000, longestMs: 600_000, most: 20 },
						endWords: [{ match: 'contains', text: 'the end' }],
					},
				},
			},
			start: resume ? 'resume' : 'now',
		},
		executor(executionsFile),
	);
}

/**
 * @param {Promise<Gateway>} starting
 * @param {Start['trigger']} trigger
 * @returns {(message: Request) => Promise<unknown>}
 */
function commands(starting, trigger) {
	return async (message) => {
		const gateway = await starting;
		if (!trigger) throw new Error('Nobody asks a process that holds numbers for others');
		const { account } = trigger;
		if (message.type === 'request')
			return await gateway.request(account, message.command, /** @type {any} */ (message.input));
		const content = Readable.from([Buffer.from(message.base64, 'base64')]);
		return (await gateway.storeMedia(account, { kind: message.kind }, content)).mediaId;
	};
}

/**
 * n8n stores an execution before it says that it has the event, and starts none for a deduplication key it knows.
 *
 * @param {string} file one execution a line
 */
function executor(file) {
	const known = new Set(existsSync(file) ? executionsIn(file).map(({ batchId }) => batchId) : []);
	return async (/** @type {EventBatch} */ batch) => {
		await nextTurn();
		reach('emit', 'before');
		if (!known.has(batch.batchId)) {
			known.add(batch.batchId);
			append(file, `${JSON.stringify(batch)}\n`);
			tell({ type: 'executed', events: batch.events });
		}
		reach('emit', 'after');
	};
}

/**
 * Linux writes page by page, and no further when the process is killed: an execution that was cut off is not stored.
 *
 * @param {string} file
 * @returns {EventBatch[]}
 */
function executionsIn(file) {
	const content = readFileSync(file);
	truncateSync(file, content.lastIndexOf('\n') + 1);
	const lines = content.toString('utf8').split('\n').slice(0, -1);
	return lines.map((line) => JSON.parse(line));
}

/**
 * @param {string} file
 * @param {string} line
 */
function append(file, line) {
	const handle = openSync(file, 'a');
	writeSync(handle, line);
	fsyncSync(handle);
	closeSync(handle);
}

/** @type {(message: Request) => Promise<unknown>} */
let run = () => Promise.reject(new Error('The engine was not started'));

process.on('message', async (/** @type {ToProgram} */ message) => {
	switch (message.type) {
		case 'start':
			run = commands(start(message), message.trigger);
			break;
		case 'arm':
			arm(message.order);
			tell({ type: 'armed' });
			break;
		case 'request':
		case 'store': {
			const { id } = message;
			try {
				tell({ type: 'result', id, value: await run(message) });
			} catch (error) {
				const isRetryable = /** @type {{ retryable?: boolean }} */ (error).retryable === true;
				tell({ type: 'failure', id, error: String(error), isRetryable });
			}
		}
	}
});
