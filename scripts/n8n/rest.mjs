// n8n's own REST API, the one its editor uses: what a person does in the editor, as calls.

import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../progress.mjs';
import { parseFlatted } from './flatted.mjs';

const LOOK_EVERY_MS = 100;
/** n8n tries a trigger that fails five times, within 16 seconds on an idle machine. */
const PUBLISHED_WITHIN_MS = 120_000;
const EXECUTIONS_PER_LIST = 100;
const SERVICE_UNAVAILABLE = 503;

/** n8n binds a session to a browser by this header. */
const BROWSER_ID = 'n8n-nodes-whatsapp-linked';

/**
 * @typedef {{ email: string, password: string, firstName: string, lastName: string }} Owner
 *
 * @typedef {object} Credential
 * @property {string} id
 * @property {string} name
 * @property {string} type
 * @property {Record<string, unknown>} data
 *
 * @typedef {object} Workflow
 * @property {string} name
 * @property {object[]} nodes
 * @property {object} connections
 * @property {object} [settings]
 *
 * @typedef {object} Item
 * @property {Record<string, any>} json
 * @property {Record<string, any>} [binary]
 *
 * @typedef {object} Execution
 * @property {string} id
 * @property {string} status n8n's word: success, error, running, waiting, crashed ...
 * @property {string} mode n8n's word: manual, trigger ...
 * @property {string} startedAt
 * @property {string | null} stoppedAt
 * @property {{ message: string, description?: string } | null} error
 * @property {Record<string, Item[]>} output by node name: the items that its last run put out
 * @property {Record<string, { message: string }[]>} hints by node name: what its last run says beside its output
 */

/** n8n starts, or has lost its database: it answers 503 until it has it back, which it looks for with growing pauses. */
class NotReadyError extends Error {}

export class N8nRest {
	#url;
	/** `n8n-auth=...` once logged in. */
	#cookie = '';
	/** Whether this n8n tells how far the publishing of a workflow has come. */
	#tellsPublication = true;

	/** @param {string} url where n8n is: `http://localhost:5678` */
	constructor(url) {
		this.#url = url;
	}

	/** @param {Owner} owner */
	async setUpOwner(owner) {
		await this.#request('POST', 'rest/owner/setup', owner);
	}

	/** @param {Pick<Owner, 'email' | 'password'>} owner */
	async logIn({ email, password }) {
		await this.#request('POST', 'rest/login', { emailOrLdapLoginId: email, password });
	}

	/** @returns {Promise<Array<{ name: string, displayName: string, version: number | number[] }>>} */
	async nodeTypes() {
		const response = await this.#fetch('GET', 'types/nodes.json');
		return /** @type {any} */ (await response.json());
	}

	/** @returns {Promise<Array<{ name: string, displayName: string }>>} */
	async credentialTypes() {
		const response = await this.#fetch('GET', 'types/credentials.json');
		return /** @type {any} */ (await response.json());
	}

	/**
	 * @param {Omit<Credential, 'id'>} credential
	 * @returns {Promise<Credential>}
	 */
	async createCredential(credential) {
		const { id } = await this.#request('POST', 'rest/credentials', credential);
		return { id, ...credential };
	}

	/**
	 * As its editor shows it.
	 *
	 * @param {string} id
	 * @returns {Promise<Credential>}
	 */
	async credential(id) {
		return await this.#request('GET', `rest/credentials/${id}?includeData=true`);
	}

	/** @param {Credential} credential */
	async updateCredential({ id, name, type, data }) {
		await this.#request('PATCH', `rest/credentials/${id}`, { name, type, data });
	}

	/** @param {Pick<Credential, 'id'>} credential */
	async deleteCredential({ id }) {
		await this.#request('DELETE', `rest/credentials/${id}`);
	}

	/**
	 * What the list of a field shows to choose from, as the editor asks for it.
	 *
	 * @param {import('./workflows.mjs').Node} node with the other fields as they are
	 * @param {string} field
	 * @param {string} methodName what fills the list
	 * @param {string} [filter] what was typed to search
	 * @returns {Promise<Array<{ name: string, value: string }>>}
	 */
	async listedIn({ type, typeVersion, parameters, credentials }, field, methodName, filter) {
		const { results } = await this.#request(
			'POST',
			'rest/dynamic-node-parameters/resource-locator-results',
			{
				path: `parameters.${field}`,
				nodeTypeAndVersion: { name: type, version: typeVersion },
				currentNodeParameters: parameters,
				credentials,
				methodName,
				filter,
			},
		);
		return results;
	}

	/**
	 * What saving the credential in the editor, and its Retry button, do.
	 *
	 * @param {Credential} credential
	 * @returns {Promise<{ status: 'OK' | 'Error', message: string }>}
	 */
	async testCredential({ id, name, type, data }) {
		const credentials = { id, name, type, data };
		return await this.#request('POST', 'rest/credentials/test', { credentials });
	}

	/**
	 * Presses Retry until the credential's banner is green.
	 *
	 * @param {Credential} credential
	 * @param {number} withinMs
	 */
	async credentialIsGood(credential, withinMs) {
		let last = '';
		await waitFor(
			() => `the credential "${credential.name}" to be good; it says: ${last}`,
			withinMs,
			async () => {
				const { status, message } = await this.testCredential(credential);
				last = message;
				return status === 'OK';
			},
		);
	}

	/**
	 * @param {Workflow} workflow
	 * @returns {Promise<{ id: string, versionId: string, name: string }>}
	 */
	async createWorkflow(workflow) {
		// What the editor gives each new workflow.
		const settings = { executionOrder: 'v1' };
		return await this.#request('POST', 'rest/workflows', { settings, ...workflow });
	}

	/**
	 * @param {string} id
	 * @returns {Promise<{ id: string, versionId: string, name: string, active: boolean }>} one that is there
	 */
	async workflow(id) {
		return await this.#request('GET', `rest/workflows/${id}`);
	}

	/**
	 * Saves another version of a workflow; what is published stays as it is.
	 *
	 * @param {string} id
	 * @param {Workflow} workflow
	 * @returns {Promise<{ id: string, versionId: string, name: string }>}
	 */
	async updateWorkflow(id, workflow) {
		return await this.#request('PATCH', `rest/workflows/${id}`, workflow);
	}

	/**
	 * Publishes the workflow and waits until its triggers run; n8n itself does that in the background.
	 *
	 * @param {{ id: string, versionId: string }} workflow
	 */
	async publish({ id, versionId }) {
		await this.#request('POST', `rest/workflows/${id}/activate`, { versionId });
		await this.published(id);
	}

	/**
	 * Waits until the triggers of a published workflow run, as after a start of n8n.
	 *
	 * @param {string} id
	 */
	async published(id) {
		await waitFor(
			() => 'the workflow to be published',
			PUBLISHED_WITHIN_MS,
			async () => {
				const { status, triggers } = await this.#publication(id);
				if (status === 'failed') {
					const failed = triggers.find((/** @type {any} */ trigger) => trigger.errorMessage);
					throw new UserError(`n8n could not publish the workflow: ${failed?.errorMessage}`);
				}
				return status === 'published';
			},
		);
	}

	/**
	 * Waits until the triggers of the workflow are stopped.
	 *
	 * @param {string} id
	 */
	async unpublish(id) {
		await this.#request('POST', `rest/workflows/${id}/deactivate`, {});
		await waitFor(
			() => 'the workflow not to be published any more',
			PUBLISHED_WITHIN_MS,
			async () => (await this.#publication(id)).status === 'not_published',
		);
	}

	/**
	 * An older n8n (2.20) publishes while it is asked to, and tells only whether a workflow is active.
	 *
	 * @param {string} id
	 */
	async #publication(id) {
		if (this.#tellsPublication) {
			try {
				return await this.#request('GET', `rest/workflows/${id}/publication-status`);
			} catch (error) {
				if (!String(error).includes('Cannot GET')) throw error;
				this.#tellsPublication = false;
			}
		}
		const { active } = await this.workflow(id);
		return { status: active ? 'published' : 'not_published', triggers: [] };
	}

	/**
	 * Starts a workflow at one of its triggers, as the editor's "Execute workflow" does.
	 *
	 * @param {string} id
	 * @param {string} trigger its name
	 * @returns {Promise<string>} the execution's id
	 */
	async startExecution(id, trigger) {
		const { executionId } = await this.#request('POST', `rest/workflows/${id}/run`, {
			triggerToStartFrom: { name: trigger },
		});
		return executionId;
	}

	/**
	 * @param {string} id
	 * @param {string} trigger
	 * @param {number} withinMs
	 * @returns {Promise<Execution>} when it has ended
	 */
	async execute(id, trigger, withinMs) {
		return await this.endOfExecution(await this.startExecution(id, trigger), withinMs);
	}

	/**
	 * @param {string} executionId
	 * @param {number} withinMs
	 * @returns {Promise<Execution>} when it has ended
	 */
	async endOfExecution(executionId, withinMs) {
		return await waitFor(
			() => `execution ${executionId} to end`,
			withinMs,
			async () => {
				const execution = await this.#executionIfShown(executionId);
				return execution && hasEnded(execution) && execution;
			},
		);
	}

	/**
	 * An older n8n (2.20) answers 500 for an execution that has only begun.
	 *
	 * @param {string} id
	 */
	async #executionIfShown(id) {
		try {
			return await this.execution(id);
		} catch (error) {
			if (!String(error).includes("reading 'resultData'")) throw error;
			return undefined;
		}
	}

	/**
	 * Presses Retry in the list of executions.
	 *
	 * @param {string} executionId of one that has failed
	 * @returns {Promise<Execution>} the new one, when it has ended
	 */
	async retryExecution(executionId) {
		const { id } = await this.#request('POST', `rest/executions/${executionId}/retry`, {});
		return await this.execution(id);
	}

	/**
	 * @param {string} workflowId
	 * @returns {Promise<Array<{ id: string, status: string, mode: string }>>} the latest, newest first
	 */
	async executions(workflowId) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.#request(
			'GET',
			`rest/executions?limit=${EXECUTIONS_PER_LIST}&filter=${filter}`,
		);
		return results;
	}

	/**
	 * @param {string} id
	 * @returns {Promise<Execution>}
	 */
	async execution(id) {
		const { status, mode, startedAt, stoppedAt, data } = await this.#request(
			'GET',
			`rest/executions/${id}`,
		);
		// Of an execution that has just begun there is no data yet.
		const { error = null, runData = {} } = parseFlatted(data)?.resultData ?? {};
		// Of a node that waited, and goes on, there is no run yet.
		const lastRuns = Object.entries(runData).map(([node, runs]) => [node, runs.at(-1) ?? {}]);
		const output = Object.fromEntries(lastRuns.map(([node, run]) => [node, itemsOf(run)]));
		const hints = Object.fromEntries(lastRuns.map(([node, run]) => [node, run.hints ?? []]));
		return { id, status, mode, startedAt, stoppedAt, error, output, hints };
	}

	/**
	 * @param {{ id?: string, data: string }} binary of an item
	 * @returns {Promise<Buffer>} its bytes
	 */
	async binary({ id, data }) {
		if (!id) return Buffer.from(data, 'base64');
		const path = `rest/binary-data?action=download&id=${encodeURIComponent(id)}`;
		const response = await this.#fetch('GET', path);
		return Buffer.from(await response.arrayBuffer());
	}

	/**
	 * Waits for a finished execution of the workflow that is as it should be; one that has been there before counts.
	 *
	 * @param {string} workflowId
	 * @param {string} what it waits for, for the error message
	 * @param {number} withinMs
	 * @param {(execution: Execution) => boolean} isWanted
	 * @returns {Promise<Execution>}
	 */
	async executionWhere(workflowId, what, withinMs, isWanted) {
		/** @type {Set<string>} */
		const looked = new Set();
		/** @type {string[]} */
		let states = [];
		return await waitFor(
			() => `${what}; n8n has these executions: ${states.join(', ') || 'none'}`,
			withinMs,
			async () => {
				const summaries = await this.executions(workflowId);
				states = summaries.map(({ id, status }) => `${id} ${status}`);
				for (const summary of summaries) {
					if (looked.has(summary.id) || !hasEnded(summary)) continue;
					const execution = await this.execution(summary.id);
					if (isWanted(execution)) return execution;
					// One that has put out nothing may not be there as a whole yet.
					if (Object.keys(execution.output).length > 0) looked.add(summary.id);
				}
				return undefined;
			},
		);
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {object} [body]
	 * @returns {Promise<any>} the answer's data
	 */
	async #request(method, path, body) {
		const response = await this.#fetch(method, path, body);
		const [cookie] = response.headers.getSetCookie();
		if (cookie) this.#cookie = cookie.slice(0, cookie.indexOf(';'));
		const { data } = /** @type {any} */ (await response.json());
		return data;
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {object} [body]
	 */
	async #fetch(method, path, body) {
		const response = await fetch(`${this.#url}/${path}`, {
			method,
			headers: {
				'browser-id': BROWSER_ID,
				'content-type': 'application/json',
				cookie: this.#cookie,
			},
			...(body && { body: JSON.stringify(body) }),
		});
		if (!response.ok) {
			const message = `n8n: ${method} ${path}: ${response.status} ${await response.text()}`;
			throw new (response.status === SERVICE_UNAVAILABLE ? NotReadyError : Error)(message);
		}
		return response;
	}
}

/**
 * @param {{ data?: Record<string, Array<Item[] | null>> }} run of a node, by kind of output (`main`, or `ai_tool` and the
 *   like of a sub-node); it has no data when the node failed
 * @returns {Item[]}
 */
function itemsOf({ data = {} }) {
	return Object.values(data).flatMap((outputs) => outputs.flatMap((items) => items ?? []));
}

/** @param {{ status: string }} execution */
function hasEnded({ status }) {
	return !['new', 'running', 'waiting'].includes(status);
}

/**
 * n8n tells its editor about changes, but not a program: it has to look. An n8n that is not ready is looked at again.
 *
 * @template T
 * @param {() => string} what it waits for, for the error message
 * @param {number} withinMs
 * @param {() => Promise<T | undefined | false>} look
 * @returns {Promise<T>}
 */
export async function waitFor(what, withinMs, look) {
	const deadline = Date.now() + withinMs;
	for (;;) {
		/** @type {unknown} */
		let cause;
		const found = await look().catch((error) => {
			if (!(error instanceof NotReadyError)) throw error;
			cause = error;
		});
		if (found) return found;
		if (Date.now() > deadline) {
			throw new UserError(`Waited ${withinMs / 1000} s in vain for ${what()}`, { cause });
		}
		await delay(LOOK_EVERY_MS);
	}
}
