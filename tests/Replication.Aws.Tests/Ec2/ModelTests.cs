using System.Diagnostics;

namespace Replication.Aws.Tests.Ec2;

public sealed class ModelTests
{
    [Fact]
    public async Task The_classes_are_what_the_generator_writes_from_the_service_model()
    {
        string generator = Path.Combine(Root(), "src", "Replication.Aws", "Sdk", "EC2", "Generator", "generate.py");
        Assert.SkipUnless(await RunAsync("-c", "import botocore, tomllib") is (0, _), "Python 3.11 with botocore is not installed: the EC2 classes were not compared with the service model.");
        (int code, string differing) = await RunAsync(generator, "--check");
        Assert.True(code == 0, $"These differ from what generate.py writes from the botocore at hand; run it: {differing}");
    }

    private static async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output + await error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "python3 is not there");
        }
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Replication.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Replication.sln");
        return folder;
    }
}
