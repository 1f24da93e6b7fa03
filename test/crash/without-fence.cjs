// The test of the tests: takes the fences out of the engine. A process then goes on with numbers that others have taken over, and
// writes what it likes into their logs, as the next row.

const { Pool } = require('pg');

const FENCE = 'AND a.owner = row.owner AND a.epoch = row.epoch AND a.seq = row.seq - 1';

/** @param {string} engineDir dist/engine */
module.exports = function takeOutFence(engineDir) {
	const membership = require(`${engineDir}/fleet/membership.js`);
	const { createMembership } = membership;
	membership.createMembership = (/** @type {any} */ options) => {
		const real = createMembership({ ...options, onEnd: () => undefined });
		return { ...real, isGood: () => true };
	};
	const { query } = Pool.prototype;
	Pool.prototype.query = /** @type {any} */ (
		function (/** @type {string} */ statement, /** @type {unknown[]} */ values) {
			return Reflect.apply(query, this, [unfenced(statement), values]);
		}
	);
};

/** @param {string} statement */
function unfenced(statement) {
	return statement
		.replace(FENCE, '')
		.replace('SET seq = row.seq FROM row', 'SET seq = a.seq + 1 FROM row')
		.replace('RETURNING row.id, row.seq, row.epoch', 'RETURNING row.id, a.seq, row.epoch');
}
