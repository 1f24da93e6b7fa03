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
	['receipt commit', /^UPDATE message SET .*\b(received|read)_at =/],
	['stanza journal', /\bINTO stanza\b/],
	['opening commit', /\bINTO plaintext\b/],
	['event commit', /\bINTO incoming\b/],
	[
		'delivery acknowledged',
		/^DELETE FROM delivery WHERE subscription = \? AND batch IN \(SELECT value\b/,
	],
	['participant receipt', /\bINTO receipt\b/],
	['audience commit', /\bINTO audience\b/],
	['album part commit', /\bINTO album_part\b/],
	['album told', /^DELETE FROM album_part WHERE album\b/],
	['message collected', /\bINTO collected_message\b/],
	['collection over', /^DELETE FROM collected_message WHERE subscription\b/],
	['post commit', /\bINTO post\b/],
	['question commit', /\bINTO question\b/],
	['answer commit', /^UPDATE question SET message\b/],
	['wait commit', /\bINTO waiting_execution\b/],
	['answers complete', /^UPDATE waiting_execution SET due\b/],
	['resume commit', /^UPDATE waiting_execution SET is_posted\b/],
	['wait over', /^DELETE FROM waiting_execution\b/],
];

/** Keys of Signal, by the type under which they are stored. */
const KEYS = new Map([
	['session', 'ratchet commit'],
	['sender-key', 'sender key commit'],
	['creds', 'creds commit'],
]);

/**
 * @param {string} sql
 * @param {unknown[]} values
 * @returns {string[]}
 */
function namesOf(sql, values) {
	const names = STATEMENTS.filter(([, pattern]) => pattern.test(sql)).flatMap(([name]) =>
		// A list of all that n8n has taken meanwhile.
		name === 'delivery acknowledged' ? JSON.parse(String(values[1])).map(() => name) : [name],
	);
	const key = /\bINTO auth\b/.test(sql) ? KEYS.get(String(values[0])) : undefined;
	return key ? [...names, key] : names;
}

/** @type {WeakMap<StatementSync, string>} */
const texts = new WeakMap();

/**
 * The names of the transaction under way, step by step: several things that the engine does can share one. A name that is
 * there three times is passed three times when it ends.
 *
 * @type {string[][] | undefined}
 */
let transaction;

const { prepare, exec } = DatabaseSync.prototype;
const { run, get } = StatementSync.prototype;

DatabaseSync.prototype.prepare = function (/** @type {string} */ sql) {
	const statement = prepare.call(this, sql);
	texts.set(statement, sql);
	return statement;
};

StatementSync.prototype.run = function (/** @type {any[]} */ ...values) {
	const names = namesOf(texts.get(this) ?? '', values);
	const write = () => run.apply(this, /** @type {any} */ (values));
	if (!transaction) return around(names, write);
	transaction.at(-1)?.push(...names);
	return write();
};

/** A message is taken from the queue. */
const NEXT = /^SELECT id, [^]*\bsend_at, request, wire FROM message\b/;

StatementSync.prototype.get = function (/** @type {any[]} */ ...values) {
	const row = get.apply(this, /** @type {any} */ (values));
	const isDue = row?.send_at && NEXT.test(texts.get(this) ?? '');
	if (isDue) reach('send-at due', 'after');
	return row;
};

DatabaseSync.prototype.exec = function (/** @type {string} */ sql) {
	const work = () => exec.call(this, sql);
	if (sql !== 'COMMIT') {
		if (sql === 'BEGIN IMMEDIATE') transaction = [[]];
		if (sql.startsWith('SAVEPOINT')) transaction?.push([]);
		if (sql.startsWith('ROLLBACK TO')) transaction?.pop();
		if (sql === 'ROLLBACK') transaction = undefined;
		return work();
	}
	const names = (transaction ?? []).flatMap(namesOfStep);
	transaction = undefined;
	around(names, work);
};

/**
 * @param {string[]} names
 * @returns {string[]}
 */
function namesOfStep(names) {
	// Keys that move on because a message was opened: another moment than sealing one.
	return names.includes('opening commit')
		? names.filter((name) => ![...KEYS.values()].includes(name))
		: names;
}

// --- What is sent: frames are sealed, and the engine may hold them; the last bytes of a frame say which it is ---

/** Three bytes of length in front, sixteen of authentication behind. */
const TAG_BYTES = 16;
const FRAME_BYTES = 3 + TAG_BYTES;

/** What was sealed and has not left yet, by those bytes. @type {Map<string, Uint8Array>} */
const sealed = new Map();
/** What is stored is sealed, too, and never leaves: it was a gigabyte after an hour. */
const MAX_SEALED = 1_000;

/**
 * @param {Uint8Array} plain
 * @param {Buffer} tag
 */
function remember(plain, tag) {
	sealed.set(tag.toString('hex'), plain);
	const [oldest] = sealed.keys();
	if (sealed.size > MAX_SEALED && oldest !== undefined) sealed.delete(oldest);
}

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
		const getAuthTag = cipher.getAuthTag.bind(cipher);
		/** @type {Uint8Array | undefined} */
		let plain;
		return Object.assign(cipher, {
			update(/** @type {any} */ data, /** @type {any[]} */ ...rest) {
				if (data instanceof Uint8Array) plain = data;
				return /** @type {any} */ (update)(data, ...rest);
			},
			getAuthTag() {
				const tag = getAuthTag();
				if (plain) remember(plain, tag);
				return tag;
			},
		});
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
	const end = Buffer.from(frame.subarray(-TAG_BYTES)).toString('hex');
	const plain = sealed.get(end);
	sealed.delete(end);
	// What is sealed during the handshake is a part of its frame only, and no stanza.
	if (!plain || frame.length !== plain.length + FRAME_BYTES) return undefined;
	// The first byte says whether the rest is compressed; what a client sends never is.
	const { tag, attrs, content } = decodeDecompressedBinaryNode(
		Buffer.from(plain.subarray(1)),
		tokens,
	);
	if (tag === 'message') return `${kindOfMessage(attrs)} frame`;
	if (Array.isArray(content) && content[0]?.tag === 'pair-device-sign') return 'signature frame';
	const { type = 'inactive' } = attrs;
	return tag === 'receipt' && type === 'inactive' ? 'receipt frame' : undefined;
}

/** @param {Record<string, string>} attrs */
function kindOfMessage({ to = '', type }) {
	if (to === 'status@broadcast') return 'status';
	if (to.endsWith('@newsletter')) return 'post';
	return type === 'media' ? 'file' : 'message';
}

module.exports = { arm, reach };
