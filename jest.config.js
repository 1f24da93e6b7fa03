// Four projects, from fast to real: pure code; the engine against the simulator; several processes with real PostgreSQL and Redis;
// real n8n against the simulator.
// Run with `node --experimental-vm-modules` on Node >= 24.9: Baileys and p-queue are ESM, and Jest can only
// require() ESM that way. `npm test` does it.
const transform = {
	'^.+\\.ts$': [
		'@swc/jest',
		{ jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
	],
};

const project = (name, extra = {}) => ({
	displayName: name,
	rootDir: __dirname,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.build'],
	transform,
	...extra,
});

module.exports = {
	// A bound for what hangs. Tests wait for events, and a busy machine takes its time: ten programs for each core, say.
	testTimeout: 300_000,
	// Most of an n8n suite is waiting for n8n and the browser: a second suite uses that time, on two cores, too.
	maxWorkers: 2,
	// What a suite has loaded stays in its worker (ESM does not let go), and one of 1.5 GB takes longer to end than Jest waits.
	workerIdleMemoryLimit: '800MB',
	testSequencer: `${__dirname}/test/sequencer.cjs`,
	projects: [
		project('unit'),
		project('engine'),
		project('fleet', { testMatch: ['<rootDir>/test/{fleet,services}/**/*.test.ts'] }),
		project('n8n'),
	],
};
