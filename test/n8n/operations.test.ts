import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { shareStage, WITH_EDITOR } from './harness';

/**
 * What the nodes do, in one n8n for all themes, for to start one takes longer than most themes do. A theme is a file of tests in
 * `operations/`; it begins with useStage(), and leaves n8n itself running.
 */
const FOLDER = join(__dirname, 'operations');
const THEMES = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ''));

shareStage({
	// Which nodes there are, n8n tells its editor alone.
	...WITH_EDITOR,
	// As careful people run n8n. The files that tests serve come from an address of this machine.
	N8N_SSRF_PROTECTION_ENABLED: 'true',
	N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32',
	// All that the engine tells; n8n's own lines have other scopes.
	N8N_LOG_LEVEL: 'debug',
	N8N_LOG_SCOPES: 'whatsapp-linked',
});

// A file that is loaded in a `describe` has its tests and hooks there.
describe.each(THEMES)('%s', (theme) => {
	jest.requireActual(join(FOLDER, theme));
});
