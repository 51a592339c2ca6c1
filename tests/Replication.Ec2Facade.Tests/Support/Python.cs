using System.Diagnostics;

namespace Replication.Ec2Facade.Tests.Support;

/// <summary>Runs a function of a Python script against the server; the script asserts, and its failure is the test's.</summary>
internal static class Python
{
    private static readonly Lazy<Task<bool>> HasBoto = new(() => SucceedsAsync("python3", "-c", "import boto3"));

    public static async Task RunAsync(Facade facade, string script, string function)
    {
        Assert.SkipUnless(await HasBoto.Value, "python3 with boto3 is not installed: this cross-check did not run.");
        var (status, output) = await ExecuteAsync(
            facade, "python3", Path.Combine(AppContext.BaseDirectory, "Python", script), function, facade.Address.ToString(), facade.Folder);
        Assert.True(status == 0, $"{script} {function} ended with {status}:\n{output}");
    }

    public static async Task<(int Status, string Output)> ExecuteAsync(Facade facade, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AWS_ACCESS_KEY_ID"] = Facade.KeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = Facade.Secret;
        start.Environment["AWS_DEFAULT_REGION"] = Facade.Home;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_CONFIG_FILE"] = Path.Combine(facade.Folder, "no-such-config");
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(facade.Folder, "no-such-credentials");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static async Task<bool> SucceedsAsync(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
