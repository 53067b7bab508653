using Pff.Specs.ThirdParty;
using PuppeteerSharp;

namespace Pff.Specs.Reports;

/// <summary>A page in a real browser without a network, which remembers whatever it complains of.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly IBrowser _browser;
    private readonly List<string> _complaints = [];

    private OpenedPage(IBrowser browser, IPage page) => (_browser, Page) = (browser, page);

    public IPage Page { get; }

    /// <summary>What the console said, dialogs, errors of scripts, and requests for anything but the file itself.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    /// <summary>Skips the test where there is no browser.</summary>
    public static async Task<OpenedPage> OpenAsync(string path)
    {
        var program = Chromium.FindOrInstall(out var whyNot);
        Assert.SkipWhen(program is null, whyNot);
        var browser = await Puppeteer.LaunchAsync(new LaunchOptions { Headless = true, ExecutablePath = program, Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync();
        var opened = new OpenedPage(browser, page);
        var address = new Uri(path).AbsoluteUri;
        page.Console += (_, e) => opened.Hear($"console: {e.Message.Text}");
        page.PageError += (_, e) => opened.Hear($"error: {e.Message}");
        page.Error += (_, e) => opened.Hear($"crash: {e.Error}");
        page.Dialog += async (_, e) =>
        {
            opened.Hear($"dialog: {e.Dialog.Message}");
            await e.Dialog.Dismiss();
        };
        page.Request += (_, e) =>
        {
            if (!e.Request.Url.StartsWith(address, StringComparison.Ordinal))
            {
                opened.Hear($"request: {e.Request.Url}");
            }
        };
        await page.SetViewportAsync(new ViewPortOptions { Width = 1280, Height = 900 });
        await page.SetOfflineModeAsync(true);
        await page.GoToAsync(address);
        return opened;
    }

    public Task<string> TextAsync(string selector) => Page.EvaluateExpressionAsync<string>($"document.querySelector({Quote(selector)}).innerText");

    public Task<string[]> TextsAsync(string selector) =>
        Page.EvaluateExpressionAsync<string[]>($"[...document.querySelectorAll({Quote(selector)})].map(each => each.innerText)");

    public Task<int> CountAsync(string selector) => Page.EvaluateExpressionAsync<int>($"document.querySelectorAll({Quote(selector)}).length");

    /// <summary>Types into a field and waits until the element says something else.</summary>
    public async Task TypeAsync(string selector, string text, string watched)
    {
        var before = await TextAsync(watched);
        await Page.FocusAsync(selector);
        await Page.Keyboard.TypeAsync(text);
        for (var i = 0; i < 200 && await TextAsync(watched) == before; i++)
        {
            await Task.Delay(25);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        await _browser.DisposeAsync();
    }

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private void Hear(string complaint)
    {
        lock (_complaints)
        {
            _complaints.Add(complaint);
        }
    }
}
