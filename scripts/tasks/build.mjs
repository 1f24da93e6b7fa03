import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_DIR } from '../project.mjs';
import { step } from '../progress.mjs';
import { projectTool } from './tools.mjs';

export default async function build() {
	await buildPackage();
	return 0;
}

/** dist/: what is published. */
export async function buildPackage() {
	await step('Building the package into dist/', '15 seconds', async () => {
		await rm(join(PROJECT_DIR, 'dist'), { recursive: true, force: true });
		await projectTool('typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
		await projectTool('gulp/bin/gulp.js', ['--silent']);
	});
}

/** .build/simulator/: the WhatsApp server that the demo talks to. */
export async function buildSimulator() {
	await step('Building the WhatsApp simulator', '10 seconds', () =>
		projectTool('typescript/bin/tsc', ['-p', 'test/simulator/tsconfig.json']),
	);
}
