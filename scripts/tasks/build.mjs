import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleNodes } from '../bundle.mjs';
import { PROJECT_DIR } from '../project.mjs';
import { step } from '../progress.mjs';
import { replaceFolder } from '../replace-folder.mjs';
import { projectTool } from './tools.mjs';

export default async function build() {
	await buildPackage();
	return 0;
}

/** dist/: what is published. Built beside it, for tests or a demo in another window may be running it. */
export async function buildPackage() {
	await step('Building the package into dist/', '15 seconds', async () => {
		const folder = join(PROJECT_DIR, '.build');
		await mkdir(folder, { recursive: true });
		const next = await mkdtemp(join(folder, 'package-'));
		try {
			await projectTool('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', next]);
			await bundleNodes(next);
			await projectTool('gulp/bin/gulp.js', ['--silent', `--into=${next}`]);
			await replaceFolder(join(PROJECT_DIR, 'dist'), next);
		} finally {
			await rm(next, { recursive: true });
		}
	});
}

/** .build/simulator/: the WhatsApp server that the demo talks to. */
export async function buildSimulator() {
	await step('Building the WhatsApp simulator', '10 seconds', () =>
		projectTool('typescript/bin/tsc', ['-p', 'test/simulator/tsconfig.json']),
	);
}
