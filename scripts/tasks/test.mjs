import { migratedDatabase } from '../n8n/database.mjs';
import { migratedHome } from '../n8n/home.mjs';
import { installRuntimeDependencies } from '../n8n/package.mjs';
import { runQuietly } from '../processes.mjs';
import { PROJECT_DIR } from '../project.mjs';
import { emptyDatabase } from '../services/postgres.mjs';
import { installChromium } from '../setup/chromium.mjs';
import { installFfmpeg } from '../setup/ffmpeg.mjs';
import { installN8n } from '../setup/n8n.mjs';
import { installProxies } from '../setup/proxies.mjs';
import { installServices } from '../setup/services.mjs';
import { buildPackage } from './build.mjs';
import { runTool } from './tools.mjs';

const JEST = 'jest/bin/jest.js';

/** Lets Jest require() ESM, which Baileys and p-queue are. */
const NODE_FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/** Tests of an n8n on PostgreSQL. */
const ON_POSTGRES = /\/test\/n8n\/(queue|without-volume)\./;
/** All that need PostgreSQL for something. */
const WITH_SERVICES = /\/test\/(fleet|services|n8n\/(queue|without-volume|conversation))[/.]/;

/** @param {string[]} args for Jest */
export default async function test(args) {
	await buildPackage();
	const selected = await selectedTests(args);
	if (/\/test\/(engine|n8n)\//.test(selected)) {
		await installFfmpeg();
		await installProxies();
	}
	if (WITH_SERVICES.test(selected)) {
		await installServices();
		await emptyDatabase();
	}
	if (selected.includes('/test/n8n/')) await prepareForN8n();
	if (ON_POSTGRES.test(selected)) await migratedDatabase();
	return await runTool(JEST, args, NODE_FLAGS);
}

/** Everything that takes its time, so that no test has to wait for it. */
async function prepareForN8n() {
	await installChromium();
	await installN8n();
	await migratedHome();
	await installRuntimeDependencies();
}

/**
 * Jest itself knows best which tests its arguments select.
 *
 * @param {string[]} args
 * @returns {Promise<string>} their files
 */
async function selectedTests(args) {
	const jest = `${PROJECT_DIR}/node_modules/${JEST}`;
	return await runQuietly(process.execPath, [jest, ...args, '--listTests'], { cwd: PROJECT_DIR });
}
