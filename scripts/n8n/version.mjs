// Which n8n the demo and the tests run, and under which Node: the newest one under our own, unless the environment says
// otherwise.

import { N8N_VERSIONS } from '../project.mjs';
import { UserError } from '../progress.mjs';

export const N8N_VERSION = n8nVersion(process.env['N8N_VERSION'] || 'newest');

/** Nothing for the Node of scripts and tests. */
export const N8N_NODE_VERSION = nodeVersion(process.env['N8N_NODE_VERSION']);

/** @param {string} wanted */
function n8nVersion(wanted) {
	if (wanted === 'oldest' || wanted === 'newest') return N8N_VERSIONS[wanted];
	return versionNumber(wanted, 'N8N_VERSION is "oldest", "newest" or a version like 2.41.1');
}

/** @param {string | undefined} wanted */
function nodeVersion(wanted) {
	return wanted ? versionNumber(wanted, 'N8N_NODE_VERSION is a version like 22.16.0') : undefined;
}

/**
 * @param {string} text
 * @param {string} rule
 */
function versionNumber(text, rule) {
	if (!/^\d+\.\d+\.\d+$/.test(text)) throw new UserError(`${rule}, not "${text}".`);
	return text;
}
