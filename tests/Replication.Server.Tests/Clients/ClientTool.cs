using System.Diagnostics;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Clients;

/// <summary>Runs an installed client with the keys of the test server and nothing of the user's own configuration.</summary>
internal static class ClientTool
{
    /// <summary>Generous: an interpreter starts slowly on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly Lazy<Task<bool>> HasBoto = new(() => RunsAsync("python3", "-c", "import boto3"));
    private static readonly Lazy<Task<bool>> HasAws = new(() => RunsAsync("aws", "--version"));

    public static async Task SkipWithoutBotoAsync() => Assert.SkipUnless(await HasBoto.Value, "python3 with boto3 is not installed: this cross-check did not run.");

    public static async Task SkipWithoutAwsAsync() => Assert.SkipUnless(await HasAws.Value, "aws is not installed: this cross-check did not run.");

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, string[] arguments, Action<IDictionary<string, string?>>? environment = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["AWS_ACCESS_KEY_ID"] = TestServer.KeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = TestServer.Secret;
        start.Environment["AWS_DEFAULT_REGION"] = "eu-central-1";
        start.Environment["AWS_CONFIG_FILE"] = "/nonexistent";
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/nonexistent";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_MAX_ATTEMPTS"] = "1";
        environment?.Invoke(start.Environment);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end.");
        }

        return (process.ExitCode, await output, await errors);
    }

    private static async Task<bool> RunsAsync(string program, params string[] arguments)
    {
        try
        {
            return (await RunAsync(program, arguments)).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
