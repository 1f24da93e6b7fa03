import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The modules of `scripts/` that this uses. They find the project's folders from where they are, so they are loaded from
 * there and not from where they are compiled to.
 */
async function load(path: string): Promise<unknown> {
	return await import(pathToFileURL(resolve('scripts', path)).href);
}

export const loadHome = async () =>
	(await load('n8n/home.mjs')) as typeof import('../../scripts/n8n/home.mjs');
export const loadInstance = async () =>
	(await load('n8n/instance.mjs')) as typeof import('../../scripts/n8n/instance.mjs');
export const loadPackage = async () =>
	(await load('n8n/package.mjs')) as typeof import('../../scripts/n8n/package.mjs');
export const loadPorts = async () =>
	(await load('n8n/ports.mjs')) as typeof import('../../scripts/n8n/ports.mjs');
export const loadPostgres = async () =>
	(await load('services/postgres.mjs')) as typeof import('../../scripts/services/postgres.mjs');
export const loadRedis = async () =>
	(await load('services/redis.mjs')) as typeof import('../../scripts/services/redis.mjs');
export const loadRest = async () =>
	(await load('n8n/rest.mjs')) as typeof import('../../scripts/n8n/rest.mjs');
export const loadWorkflows = async () =>
	(await load('n8n/workflows.mjs')) as typeof import('../../scripts/n8n/workflows.mjs');
export const loadVersion = async () =>
	(await load('n8n/version.mjs')) as typeof import('../../scripts/n8n/version.mjs');
