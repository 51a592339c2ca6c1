using System.ComponentModel;
using System.Diagnostics;

namespace Replication.Ec2Facade.Tests.Support;

/// <summary>A client that is another program: it gets keys and region, and nothing of the user's own configuration.</summary>
internal static class ClientTool
{
    public static async Task<(int Status, string Output)> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AWS_ACCESS_KEY_ID"] = Facade.KeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = Facade.Secret;
        start.Environment["AWS_DEFAULT_REGION"] = Facade.Home;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_CONFIG_FILE"] = Path.Combine(folder, "no-such-config");
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(folder, "no-such-credentials");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    public static async Task<bool> SucceedsAsync(string program, params string[] arguments)
    {
        try
        {
            return (await RunAsync(Path.GetTempPath(), program, arguments)).Status == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
