// The test of the tests: takes the journal out of the engine. What comes in is then kept the way Baileys keeps it, and
// the crash tests must find what that loses.

/** @param {string} engineDir dist/engine */
module.exports = function takeOutJournal(engineDir) {
	const journal = require(`${engineDir}/inbox/journal.js`);
	if (typeof journal.createJournal !== 'function')
		throw new Error('There is no journal to take out');
	const nothing = () => undefined;
	journal.createJournal = () => ({
		add: nothing,
		oldest: nothing,
		pending: () => [],
		find: nothing,
		complete: nothing,
		remove: nothing,
		plaintext: nothing,
		addPlaintext: nothing,
		sweep: nothing,
	});
};
