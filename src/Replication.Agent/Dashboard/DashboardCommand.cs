using System.CommandLine;
using Microsoft.Extensions.Logging;
using Replication.Agent.Commands;
using Replication.Agent.Host;
using Replication.Agent.Output;

namespace Replication.Agent.Dashboard;

/// <summary>`replication dashboard`: serves it until stopped, or has the agent serve it.</summary>
internal static class DashboardCommand
{
    private static readonly Option<string[]> Listen = new("--listen")
    {
        Description = "Addresses such as http://127.0.0.1:9680 or https://0.0.0.0:9680; port 0 lets the system choose.",
        DefaultValueFactory = _ => [DashboardSettings.DefaultListen],
        AllowMultipleArgumentsPerToken = true,
        Recursive = true,
    };

    private static readonly Option<string?> Certificate = new("--certificate") { Description = "PFX, or PEM with the key, for https addresses.", Recursive = true };

    private static readonly Option<string?> CertificateKey = new("--certificate-key") { Description = "PEM file of the key, when it is not in --certificate.", Recursive = true };

    private static readonly Option<bool> AllowPlainHttp = new("--allow-plain-http")
    {
        Description = "Listen without TLS where others can reach it; for a proxy that encrypts.",
        Recursive = true,
    };

    private static readonly Option<bool> Open = new("--open") { Description = "Let everybody who reaches it look, without a sign-in.", Recursive = true };

    private static readonly Option<string[]> HostName = new("--host-name")
    {
        Description = "Further names that it is reached by, as of a proxy.",
        AllowMultipleArgumentsPerToken = true,
        Recursive = true,
    };

    public static Command Build() => new Command("dashboard", "Serve a web page that shows how it is.").With(
        Listen, Certificate, CertificateKey, AllowPlainHttp, Open, HostName,
        DashboardUserCommands.Build(),
        new Command("enable", "Have the workspace's agent serve it, with these settings.").DoesAlone(EnableAsync),
        new Command("disable", "Have the agent serve it no more.").DoesAlone(DisableAsync)).Does(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken token)
    {
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(new HostLog(Path.Combine(context.Workspace.Folder, "dashboard.log"), TimeProvider.System)));
        DashboardSettings settings = Settings(context.Get, context.Get, context.Get);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            context.Workspace, settings, TimeProvider.System, loggers.CreateLogger(nameof(RunningDashboard)), token);
        if (context.Output.IsJson) Console.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(new { addresses = dashboard.Addresses }));
        else foreach (Uri address in dashboard.Addresses) context.Output.Line($"Dashboard at {address}");
        await UntilStoppedAsync(token);
        context.Output.Line("Stopped.");
        return 0;
    }

    private static Task<int> EnableAsync(ParseResult parsed, IResultWriter output, CancellationToken token)
    {
        DashboardSettings settings = Settings(parsed.GetValue, parsed.GetValue, parsed.GetValue);
        new DashboardFolder(GlobalOptions.Folder(parsed)).Enable(settings);
        output.Item(settings, ("Dashboard", $"served by the agent (replication agent run) at {string.Join(", ", settings.Listen)}"));
        return Task.FromResult(0);
    }

    private static Task<int> DisableAsync(ParseResult parsed, IResultWriter output, CancellationToken token)
    {
        bool wasEnabled = new DashboardFolder(GlobalOptions.Folder(parsed)).Disable();
        output.Item(new { WasEnabled = wasEnabled }, ("Dashboard", wasEnabled ? "no longer served" : "was not served"));
        return Task.FromResult(0);
    }

    private static DashboardSettings Settings(Func<Option<string[]>, string[]?> texts, Func<Option<string?>, string?> text, Func<Option<bool>, bool> flag) => new()
    {
        Listen = texts(Listen)!,
        Certificate = FullPath(text(Certificate)),
        CertificateKey = FullPath(text(CertificateKey)),
        AllowPlainHttp = flag(AllowPlainHttp),
        OpenToReaders = flag(Open),
        HostNames = texts(HostName) ?? [],
    };

    /// <summary>The agent has another current folder.</summary>
    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);

    private static async Task UntilStoppedAsync(CancellationToken token)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = token.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }
}
