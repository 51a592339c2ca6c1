using Microsoft.Playwright;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.States;
using Replication.Core.Transfer;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.Browser;

/// <summary>The pages in a browser: looks, script, live updates, keyboard.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>Where pictures of all pages are put for people to look at; not taken where it is not set.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("REPLICATION_DASHBOARD_PICTURES");

    private static readonly (string Name, string Path)[] Shown =
    [
        ("overview", "/"), ("machines", "/machines"), ("machine", $"/machines/{DemoEstate.WebId}"), ("groups", "/groups"), ("group", $"/groups/{DemoEstate.DatabaseGroupId}"), ("jobs", "/jobs"), ("drills", "/drills"),
        ("audit", "/audit"), ("agents", "/agents"), ("sign-in", "/sign-in"),
    ];

    [Theory]
    [InlineData(390)]
    [InlineData(1440)]
    public async Task Pages_fit_their_screen_and_break_no_rule_of_their_own(int width)
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => DemoEstate.Fill(seed, lab.Root), options => options with { FindAgents = DemoEstate.Agents });
        IPage page = await chromium.OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(lab.Address.ToString(), StringComparison.Ordinal)) complaints.Add($"It asks for {request.Url}");
        };
        foreach ((string name, string path) in Shown)
        {
            await page.GotoAsync(new Uri(lab.Address, path).ToString());
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{name} is wider than {width} pixels.");
        }

        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pictures_of_all_pages_are_taken_for_people_to_look_at()
    {
        Assert.SkipWhen(Pictures is null, "REPLICATION_DASHBOARD_PICTURES names no folder.");
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => DemoEstate.Fill(seed, lab.Root), options => options with { FindAgents = DemoEstate.Agents });
        foreach (int width in (int[])[1440, 768, 390])
        {
            foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                IPage page = await chromium.OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = scheme, TimezoneId = "Europe/Berlin" });
                foreach ((string name, string path) in Shown)
                {
                    await page.GotoAsync(new Uri(lab.Address, path).ToString());
                    await Assertions.Expect(page.Locator("#theme")).ToBeVisibleAsync();
                    await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures!, $"{name}-{width}-{scheme}.png"), FullPage = true });
                }

                await page.GotoAsync(new Uri(lab.Address, "/jobs").ToString());
                await page.Locator("#running a").First.ClickAsync();
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures!, $"job-{width}-{scheme}.png"), FullPage = true });

                await page.Context.CloseAsync();
            }
        }
    }

    [Fact]
    public async Task Progress_and_changes_come_without_a_reload()
    {
        await using var lab = new DashboardLab();
        ReplicatedVM vm = null!;
        await lab.OpenAsync(seed =>
        {
            seed.AddSites();
            vm = seed.AddVm("web01", seed.AddGroup("web"), ReplicationState.Replicating, [TimeSpan.FromMinutes(1)]);
            seed.AddJob("Replicate", vm, JobState.Running, TimeSpan.FromSeconds(5), null, job => job with { Progress = new TransferProgress("disk0: sending", 1L << 30, 4L << 30, 1L << 30, 1L << 20) });
        });
        IPage page = await chromium.OpenAsync();
        await page.GotoAsync(lab.Address.ToString());
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
        await Assertions.Expect(page.Locator("[data-job] [data-text]")).ToContainTextAsync("25 % · disk0: sending · 1.0 GiB of 4.0 GiB");
        await page.EvaluateAsync("window.notReloaded = true");
        await lab.Service.SubmitAsync(lab.Service.Verbs.Suspend(vm));
        await Assertions.Expect(page.Locator("#running")).ToContainTextAsync("Suspend");
        Assert.True(await page.EvaluateAsync<bool>("window.notReloaded === true"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_script_a_page_is_whole_and_reloads_itself()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => DemoEstate.Fill(seed, lab.Root));
        IPage page = await chromium.OpenAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        await page.GotoAsync(lab.Address.ToString());
        await Assertions.Expect(page.Locator("noscript meta[http-equiv=refresh], meta[http-equiv=refresh]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#theme")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#attention")).ToContainTextAsync("db01");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "db01" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("db01");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_and_a_theme_is_kept()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => DemoEstate.Fill(seed, lab.Root));
        lab.AddUser("anna");
        IPage page = await chromium.OpenAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        await page.GotoAsync(lab.Address.ToString());
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByText("Skip to content")).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByText("Skip to content")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#main")).ToBeFocusedAsync();

        await page.Locator("#theme").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#theme")).ToHaveTextAsync("Theme: dark");
        await page.GotoAsync(new Uri(lab.Address, $"/sign-in?return=%2Fmachines%2F{DemoEstate.WebId}").ToString());
        Assert.Equal("dark", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));

        await page.GetByLabel("Name").FocusAsync();
        await page.Keyboard.TypeAsync("anna");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(DashboardLab.Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("web01");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Replicate now" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Sign in" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_hostile_name_runs_nothing()
    {
        await using var lab = new DashboardLab();
        ReplicatedVM vm = null!;
        await lab.OpenAsync(seed =>
        {
            seed.AddSites();
            vm = seed.AddVm("<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>", seed.AddGroup("\"><script>window.hit=1</script>"), ReplicationState.Replicating, [TimeSpan.FromHours(2)]);
            seed.AddJob("Replicate", vm, JobState.Running, TimeSpan.FromSeconds(5), null, job => job with { Progress = new TransferProgress("<img src=x onerror=\"window.hit=1\">", 1, 2, 1, 1) });
        });
        IPage page = await chromium.OpenAsync();
        foreach (string path in (string[])["/", "/machines", "/jobs", $"/machines/{vm.Id}"])
        {
            await page.GotoAsync(new Uri(lab.Address, path).ToString());
            await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
            if (path == "/") await Assertions.Expect(page.Locator("[data-job] [data-text]")).ToContainTextAsync("50 % · <img");
            Assert.False(await page.EvaluateAsync<bool>("'hit' in window"));
        }

        await page.Context.CloseAsync();
    }
}
