using System.Diagnostics;
using System.Text.Json;
using Replication.Agent.Tests;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.Commands;

/// <summary>The program as a user runs it.</summary>
public class DashboardCommandTests
{
    [Fact]
    public async Task A_user_is_added_from_standard_input_and_the_page_is_served_until_the_command_is_stopped()
    {
        using var run = new CommandRun();
        (int added, string output) = await AddUserAsync(run, "anna", DashboardLab.Password);
        Assert.True(added == 0, output);
        Assert.Contains("anna", (await run.RunAsync("dashboard", "user", "list")).Output, StringComparison.Ordinal);
        Assert.True(new Agent.Dashboard.DashboardFolder(run.Path1("workspace")).Users.Find("anna")!.Password.Matches(DashboardLab.Password));

        using Process process = run.Start("dashboard", "--listen", "http://127.0.0.1:0", "--json");
        string address = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync())!).RootElement.GetProperty("addresses")[0].GetString()!;
        using (var client = new HttpClient()) Assert.Contains("Nothing is protected yet", await client.GetStringAsync(address), StringComparison.Ordinal);
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
            return;
        }

        Assert.Equal(0, Signals.Send(process.Id, Signals.Interrupt));
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task What_is_refused_has_its_id()
    {
        using var run = new CommandRun();
        (int exitCode, string output) = await AddUserAsync(run, "anna", "short");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("DashboardPasswordInvalid", output, StringComparison.Ordinal);
        CommandResult exposed = await run.RunAsync("dashboard", "--listen", "http://0.0.0.0:0");
        Assert.Contains("DashboardNotEncrypted", exposed.Errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> AddUserAsync(CommandRun run, string name, string password)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "replication.exe" : "replication"))
        {
            ArgumentList = { "dashboard", "user", "add", name },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["REPLICATION_HOME"] = run.Path1("workspace") },
        };
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(password);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
