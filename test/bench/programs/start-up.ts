import { createRequire } from 'node:module';
import { parse, resolve } from 'node:path';
import { serve } from '../remote';

/** A process that has loaded what n8n has loaded for itself, and then loads one thing more. */

export interface Loaded {
	ms: number;
	files: number;
}

const load = createRequire(resolve('package.json'));
load('n8n-workflow');

function measured(work: () => void): Loaded {
	const before = Object.keys(load.cache).length;
	const startedAt = performance.now();
	work();
	const ms = performance.now() - startedAt;
	return { ms, files: Object.keys(load.cache).length - before };
}

const calls = {
	/** What package.json tells n8n of, and one object of each class, as n8n makes them at each of its starts. */
	nodes() {
		const { n8n } = load('./package.json') as Record<
			'n8n',
			Record<'nodes' | 'credentials', string[]>
		>;
		return measured(() => {
			for (const file of [...n8n.nodes, ...n8n.credentials]) {
				const [className = ''] = parse(file).name.split('.');
				const classes = load(`./${file}`) as Record<string, new () => unknown>;
				new (classes[className] ?? Object)();
			}
		});
	},

	/** What a node would load that runs Baileys in n8n's own thread. */
	baileys: () => measured(() => load('@whiskeysockets/baileys')),
};

export type StartUpCalls = typeof calls;

serve(calls);
