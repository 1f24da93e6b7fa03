// Another process that wants an account's file: takes it the way the engine does, and tells SQLite's answer.
const { DatabaseSync } = require('node:sqlite');

process.once('message', (/** @type {{ file: string }} */ { file }) => {
	process.send?.({ errcode: take(file) }, () => process.disconnect());
});

/** @param {string} file */
function take(file) {
	try {
		const db = new DatabaseSync(file, { timeout: 0 });
		db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
		return 0;
	} catch (error) {
		return /** @type {{ errcode?: number }} */ (error).errcode ?? -1;
	}
}
