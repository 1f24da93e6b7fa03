// Which tests are begun first. Within a project it is Jest's own order: those that failed, then the longest, as far as it knows.

const { default: TestSequencer } = require('@jest/test-sequencer');

/** @typedef {Parameters<import('@jest/test-sequencer').default['sort']>[0]} Tests */

/**
 * What takes longest first, so that no worker is alone with it at last. Several processes and n8n are more than two cores run
 * well side by side.
 */
const PROJECTS = ['n8n', 'engine', 'fleet', 'unit'];

/** @param {Tests[number]} test */
const place = ({ context }) => PROJECTS.indexOf(context.config.displayName?.name ?? '');

module.exports = class extends TestSequencer {
	/**
	 * @override
	 * @param {Tests} tests
	 */
	async sort(tests) {
		const sorted = await super.sort(tests);
		return sorted.toSorted((a, b) => place(a) - place(b));
	}
};
