// Ends the process (or cuts its connections) just before or just after a chosen thing it does. Loaded before the engine,
// so that the engine needs no hooks: what it writes is seen at node:sqlite, what it sends at the WebSocket.

const crypto = require('node:crypto');
const { syncBuiltinESMExports } = require('node:module');
const { DatabaseSync, StatementSync } = require('node:sqlite');
const { decodeDecompressedBinaryNode } = require('@whiskeysockets/baileys');
const tokens = require('@whiskeysockets/baileys/lib/WABinary/constants.js');
const { WebSocket } = require('ws');

/** @typedef {import('./protocol').KillOrder} KillOrder */

/** @type {KillOrder | undefined} */
let order;

/** @type {Set<WebSocket>} */
const sockets = new Set();

/** @param {KillOrder} next replaces what was ordered before */
function arm(next) {
	order = { ...next };
}

/**
 * @param {string} what
 * @param {'before' | 'after'} when
 */
function reach(what, when) {
	if (order?.what !== what || order.when !== when || --order.count > 0) return;
	const { action } = order;
	order = undefined;
	if (action === 'kill') process.kill(process.pid, 'SIGKILL');
	for (const socket of sockets) socket.terminate();
}

/**
 * @template T
 * @param {Iterable<string>} whats
 * @param {() => T} work
 */
function around(whats, work) {
	for (const what of whats) reach(what, 'before');
	const result = work();
	for (const what of whats) reach(what, 'after');
	return result;
}

// --- What is written: a transaction is named by the statements that ran in it ---

/** @type {Array<[string, RegExp]>} */
const STATEMENTS = [
	['outbox commit', /^INSERT INTO message\b/],
	['sending mark', /^UPDATE message SET status = 'SENDING'/],
	['ack commit', /^UPDATE message SET sent_at\b/],
	['receipt commit', /^UPDATE message SET (received|read)_at\b/],
	['stanza journal', /\bINTO stanza\b/],
	['opening commit', /\bINTO plaintext\b/],
	['event commit', /\bINTO incoming\b/],
	['delivery acknowledged', /^DELETE FROM delivery\b/],
];

/** Keys of Signal, by the type under which they are stored. */
const KEYS = new Map([
	['session', 'ratchet commit'],
	['sender-key', 'sender key commit'],
]);

/**
 * @param {string} sql
 * @param {unknown[]} values
 * @returns {string[]}
 */
function namesOf(sql, values) {
	const names = STATEMENTS.filter(([, pattern]) => pattern.test(sql)).map(([name]) => name);
	const key = /\bINTO auth\b/.test(sql) ? KEYS.get(String(values[0])) : undefined;
	return key ? [...names, key] : names;
}

/** @type {WeakMap<StatementSync, string>} */
const texts = new WeakMap();

/** The names of the transaction under way. @type {Set<string> | undefined} */
let transaction;

const { prepare, exec } = DatabaseSync.prototype;
const { run } = StatementSync.prototype;

DatabaseSync.prototype.prepare = function (/** @type {string} */ sql) {
	const statement = prepare.call(this, sql);
	texts.set(statement, sql);
	return statement;
};

StatementSync.prototype.run = function (/** @type {any[]} */ ...values) {
	const names = namesOf(texts.get(this) ?? '', values);
	const write = () => run.apply(this, /** @type {any} */ (values));
	if (!transaction) return around(names, write);
	for (const name of names) transaction.add(name);
	return write();
};

DatabaseSync.prototype.exec = function (/** @type {string} */ sql) {
	const work = () => exec.call(this, sql);
	if (sql !== 'COMMIT') {
		if (sql === 'BEGIN IMMEDIATE') transaction = new Set();
		if (sql === 'ROLLBACK') transaction = undefined;
		return work();
	}
	const names = transaction ?? new Set();
	transaction = undefined;
	// Keys that move on because a message was opened: another moment than sealing one.
	if (names.has('opening commit')) for (const name of KEYS.values()) names.delete(name);
	around(names, work);
};

// --- What is sent: frames are sealed, so a frame is named by what was sealed last ---

/** Three bytes of length in front, sixteen of authentication behind. */
const FRAME_BYTES = 3 + 16;

/** @type {Uint8Array | undefined} */
let sealed;

const { createCipheriv } = crypto;
crypto.createCipheriv = /** @type {typeof createCipheriv} */ (
	(
		/** @type {any} */ algorithm,
		/** @type {any} */ key,
		/** @type {any} */ iv,
		/** @type {any} */ options,
	) => {
		const cipher = createCipheriv(algorithm, key, iv, options);
		if (algorithm !== 'aes-256-gcm') return cipher;
		const update = cipher.update.bind(cipher);
		const noting = (/** @type {any} */ data, /** @type {any[]} */ ...rest) => {
			if (data instanceof Uint8Array) sealed = data;
			return /** @type {any} */ (update)(data, ...rest);
		};
		return Object.assign(cipher, { update: noting });
	}
);
syncBuiltinESMExports();

const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (/** @type {any} */ data, /** @type {any[]} */ ...rest) {
	sockets.add(this);
	const name = nameOfFrame(data);
	const done = rest.pop();
	if (name) reach(name, 'before');
	/** @type {any} */ (send).call(this, data, (/** @type {Error | undefined} */ error) => {
		// The operating system has it now, and sends it whatever becomes of the process.
		if (name && !error) reach(name, 'after');
		done?.(error);
	});
};

/**
 * @param {Uint8Array} frame
 * @returns {string | undefined} undefined for frames that no kill point is about
 */
function nameOfFrame(frame) {
	if (!sealed || frame.length !== sealed.length + FRAME_BYTES) return undefined;
	// The first byte says whether the rest is compressed; what a client sends never is.
	const { tag, attrs } = decodeDecompressedBinaryNode(Buffer.from(sealed.subarray(1)), tokens);
	if (tag === 'message') return 'message frame';
	const { type = 'inactive' } = attrs;
	return tag === 'receipt' && type === 'inactive' ? 'receipt frame' : undefined;
}

module.exports = { arm, reach };
