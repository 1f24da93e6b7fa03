import { readFileSync } from 'node:fs';

import { EngineError } from '../../engine/gateway/contract';

export type Variables = Readonly<Record<string, string | undefined>>;

/** Environment variables as n8n reads them (@n8n/config 2.39, `decorators.js`): NAME, or what is in the file that NAME_FILE names. */
export interface Reader {
	readonly variables: Variables;
	text(name: string, otherwise: string): string;
	number(name: string, otherwise: number): number;
	flag(name: string, otherwise: boolean): boolean;
	oneOf<const T extends string>(name: string, values: readonly T[], otherwise: T): T;
	/** Undefined where it cannot be read. */
	file(path: string): string | undefined;
}

/** INVALID_SETTING: what n8n warns of, and replaces by its default. */
export function readerOf(variables: Variables, readText = fromDisk): Reader {
	function given(name: string): string | undefined {
		const value = variables[name];
		if (value !== undefined) return unquoted(value);
		const path = variables[`${name}_FILE`];
		if (!path) return undefined;
		const text = file(path);
		if (text !== undefined) return unquoted(text);
		throw invalid(
			`${name}_FILE names a file that cannot be read`,
			'Check its path and its rights.',
		);
	}

	function file(path: string): string | undefined {
		try {
			return readText(path);
		} catch {
			return undefined;
		}
	}

	/** Empty, as Docker Compose has what was not set, it is not given. */
	function read<T>(
		name: string,
		kind: string,
		otherwise: T,
		parse: (text: string) => T | undefined,
	): T {
		const text = given(name);
		if (!text) return otherwise;
		const value = parse(text);
		if (value === undefined) throw invalid(`${name} is not ${kind}`, 'Correct it, or remove it.');
		return value;
	}

	return {
		variables,
		file,
		text: (name, otherwise) => given(name) ?? otherwise,
		number: (name, otherwise) =>
			read(name, 'a whole number', otherwise, (text) =>
				/^\d+$/.test(text) ? Number(text) : undefined,
			),
		flag: (name, otherwise) =>
			read(name, 'true or false', otherwise, (text) => FLAGS.get(text.toLowerCase())),
		oneOf: (name, values, otherwise) =>
			read(name, values.join(' or '), otherwise, (text) => values.find((value) => value === text)),
	};
}

const fromDisk = (path: string): string => readFileSync(path, 'utf8');

const FLAGS = new Map([
	['true', true],
	['1', true],
	['false', false],
	['0', false],
]);

const unquoted = (text: string): string => text.trim().replace(/^(['"])(.*)\1$/, '$2');

export function invalid(what: string, hint: string): EngineError {
	return new EngineError('INVALID_SETTING', `The environment variable ${what}.`, hint);
}
