import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page, selectors } from 'playwright-core';
import { OWNER } from '../../scripts/n8n/home.mjs';
import { findChromium } from '../../scripts/setup/chromium.mjs';
import { WITHIN_MS } from './harness';

/** Git-ignored; what the editor looked like, for a person to see. */
const ARTEFACTS = join(__dirname, '..', 'artefacts');
export const VIEWPORT = { width: 1400, height: 900 };

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** The editor is a program of Vue, which tells where its router is. */
const ROUTER = "document.querySelector('#app').__vue_app__.config.globalProperties.$router";

/** n8n's editor in a real browser, logged in. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly browser: Browser,
		private readonly url: string,
	) {}

	static async open(url: string): Promise<Editor> {
		selectors.setTestIdAttribute('data-test-id');
		const executablePath = findChromium();
		if (executablePath === undefined) throw new Error('There is no Chromium: use `npm test`');
		const browser = await chromium.launch({ executablePath, args: FLAGS });
		const page = await browser.newPage({ viewport: VIEWPORT, reducedMotion: 'reduce' });
		page.setDefaultTimeout(WITHIN_MS);
		const editor = new Editor(page, browser, url);
		await editor.logIn();
		return editor;
	}

	/** Loads the editor anew, which takes a processor for six seconds: whatever was open is gone. */
	async load(path: string): Promise<void> {
		await this.page.goto(`${this.url}${path}`);
	}

	/** Goes there as a link within the editor does. Nothing may be open that n8n asks to save. */
	async goTo(path: string): Promise<void> {
		await this.page.evaluate(`${ROUTER}.push(${JSON.stringify(path)}).then(() => undefined)`);
	}

	/** Opens an empty workflow, and puts one of our actions into it; n8n adds the manual trigger itself. */
	async addAction(action: string): Promise<void> {
		const { page } = this;
		await this.openNodes();
		await this.openActions();
		await page.getByText(action, { exact: true }).click();
		await page.getByTestId('node-execute-button').waitFor();
	}

	/** Opens an empty workflow, and the list of nodes to begin it with. */
	async openNodes(): Promise<void> {
		await this.load('/workflow/new');
		await this.page.getByTestId('canvas-plus-button').click();
	}

	/** Looks for a node in the open list. */
	async searchNodes(words: string): Promise<void> {
		await this.page.getByTestId('node-creator-search-bar').fill(words);
	}

	/** In the list of nodes: opens the list of what our node can do. */
	async openActions(): Promise<void> {
		const { page } = this;
		await this.searchNodes('WhatsApp Linked');
		await page.getByText('WhatsApp Linked', { exact: true }).click();
		await page.getByText(/^Actions \(\d+\)$/).click();
	}

	async chooseCredential(name: string): Promise<void> {
		await this.page.getByTestId('node-credentials-select').click();
		await this.page.getByRole('option').getByText(name, { exact: true }).click();
	}

	/** @param part of the page; all that is in view, where none is given */
	async screenshot(name: string, part: Page | Locator = this.page): Promise<void> {
		await mkdir(ARTEFACTS, { recursive: true });
		await part.screenshot({ path: join(ARTEFACTS, `${name}.png`) });
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	private async logIn(): Promise<void> {
		await this.load('/signin');
		await this.page.getByLabel('Email').fill(OWNER.email);
		await this.page.getByLabel('Password').fill(OWNER.password);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
		await this.page.waitForURL(/\/home\//);
	}
}
