using System.Diagnostics;
using System.Text.RegularExpressions;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;

namespace Replication.Aws.Tests.Moto;

/// <summary>
/// An AWS emulator that others wrote, started once for all tests of the collection. Where it is not installed, each of
/// them skips and says so.
/// </summary>
public sealed partial class MotoServer : IAsyncLifetime
{
    /// <summary>moto loads most of itself before it listens; on a busy machine that takes a while.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly TaskCompletionSource<string?> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;
    private string? _url;

    public static string Region => "us-east-1";

    public string Url
    {
        get
        {
            Assert.SkipUnless(_url is not null, "moto_server is not installed or does not start (pip install 'moto[server]'): this cross-check did not run.");
            return _url;
        }
    }

    public async ValueTask InitializeAsync()
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "moto_server.exe" : "moto_server"))
            .FirstOrDefault(File.Exists);
        if (program is null) return;
        var start = new ProcessStartInfo(program, ["-H", "127.0.0.1", "-p", "0"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.Exited += (_, _) => _listening.TrySetResult(null);
        _process.Start();
        _process.OutputDataReceived += (_, line) => Look(line.Data);
        _process.ErrorDataReceived += (_, line) => Look(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _url = await _listening.Task.WaitAsync(StartLimit);
    }

    public AmazonEC2Client Ec2(AWSCredentials? credentials = null) => new(
        credentials ?? new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonEC2Config { ServiceURL = Url, AuthenticationRegion = Region });

    public AmazonS3Client S3() => new(
        new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonS3Config { ServiceURL = Url, AuthenticationRegion = Region, ForcePathStyle = true });

    public AmazonSecurityTokenServiceClient Sts() => new(
        new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonSecurityTokenServiceConfig { ServiceURL = Url, AuthenticationRegion = Region });

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Look(string? line)
    {
        if (line is not null && Listening().Match(line) is { Success: true } match) _listening.TrySetResult(match.Value);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
