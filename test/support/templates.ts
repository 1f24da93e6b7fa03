import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from '../../scripts/n8n/workflows.mjs';

const FOLDER = join(__dirname, '../../templates');

export type TemplateNode = Node & { id: string; position: [number, number] };

export interface Template {
	name: string;
	nodes: TemplateNode[];
	connections: Record<string, Record<string, Array<Array<{ node: string }>>>>;
	settings: object;
}

/** The names of the files in templates/, without their ending. */
export const TEMPLATES: string[] = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

export function readTemplate(name: string): Template {
	return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Template;
}
