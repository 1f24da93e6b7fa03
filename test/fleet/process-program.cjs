// A process of n8n that holds numbers: the built engine, and whoever asks it, over IPC. Its argument is the folder of the engine.

/**
 * @typedef {import('./protocol').ToProcess} ToProcess
 * @typedef {import('./protocol').FromProcess} FromProcess
 * @typedef {import('../../engine/gateway/contract').Gateway} Gateway
 */

// As in the engine's own thread: libsignal prints sessions, Baileys leaves promises unhandled.
for (const method of /** @type {const} */ (['log', 'info', 'warn', 'error'])) {
	console[method] = () => undefined;
}
process.on('unhandledRejection', () => undefined);
process.on('disconnect', () => process.exit(0));

/** @param {FromProcess} message */
const tell = (message) => process.send?.(message);

const { createFleet } = require(`${process.argv[2]}/fleet/fleet.js`);
const { openGateway } = require(`${process.argv[2]}/transport/open-gateway.js`);

/** @type {Gateway | undefined} */
let gateway;

/**
 * @param {ToProcess} message
 * @returns {Promise<unknown>}
 */
async function run(message) {
	if (message.type === 'start') {
		const options = {
			...message.options,
			log: (/** @type {any} */ line) => tell({ type: 'log', line }),
		};
		// In queue mode the engine has a thread of its own, as in n8n.
		gateway = options.fleet ? openGateway(options) : createFleet(options);
		return undefined;
	}
	if (!gateway) throw new Error('It was not started');
	switch (message.type) {
		case 'request':
			return await gateway.request(
				message.account,
				message.command,
				/** @type {any} */ (message.input),
			);
		case 'subscribe':
			await gateway.subscribe(message.account, message.subscription, async (batch) => {
				tell({ type: 'batch', batch });
			});
			return undefined;
		case 'resume':
			return await gateway.resume();
		case 'close':
			return await gateway.close();
	}
}

process.on('message', async (/** @type {ToProcess} */ message) => {
	const { id } = message;
	try {
		tell({ type: 'result', id, value: await run(message) });
	} catch (error) {
		const { code = 'none', message: text } = /** @type {any} */ (error);
		tell({ type: 'failure', id, code, text });
	}
});
