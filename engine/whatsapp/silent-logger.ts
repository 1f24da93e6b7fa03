import type { ILogger } from '@whiskeysockets/baileys/lib/Utils/logger.js';

const nothing = () => undefined;

/** Baileys logs keys and plain nodes at some levels: none of it leaves this folder. */
export const silentLogger: ILogger = {
	level: 'silent',
	child: () => silentLogger,
	trace: nothing,
	debug: nothing,
	info: nothing,
	warn: nothing,
	error: nothing,
};
