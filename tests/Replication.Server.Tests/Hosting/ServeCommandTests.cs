using System.Diagnostics;
using System.Text.Json;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Tests;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Hosting;

/// <summary>The program as a user starts it.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "replication.exe" : "replication");

    private readonly string _folder = Directory.CreateTempSubdirectory("replication-serve-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_says_where_it_listens_serves_and_ends_with_0_when_it_is_stopped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent as on POSIX systems.");
        string keys = await KeysAsync();
        using Process process = Start("serve", "--region", $"a={_folder}/a", $"b={_folder}/b", "--listen", "http://127.0.0.1:0", "--keys", keys, "--json");
        string line = await process.StandardOutput.ReadLineAsync() ?? await process.StandardError.ReadToEndAsync();
        var address = new Uri(JsonDocument.Parse(line).RootElement.GetProperty("addresses")[0].GetString()!);
        using var http = new HttpClient();
        Assert.Equal("ok\n", await http.GetStringAsync(new Uri(address, "/health")));
        foreach (string region in (string[])["a", "b"])
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/snapshots")) { Content = new StringContent("""{"VolumeSize":1}""") };
            await new Signer(TestServer.KeyId, TestServer.Secret, TimeProvider.System) { Region = region }.SignAsync(request);
            using HttpResponseMessage response = await http.SendAsync(request);
            Assert.Equal(201, (int)response.StatusCode);
            Assert.Single(Directory.GetFiles(Path.Combine(_folder, region), "snap-*", SearchOption.AllDirectories));
        }

        Assert.Equal(0, Signals.Send(process.Id, Signals.Interrupt));
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
        Assert.DoesNotContain(TestServer.Secret, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessKeysMissing", "--store", "{0}/s")]
    [InlineData("AccessKeyFileInvalid", "--store", "{0}/s", "--keys", "{0}/missing")]
    [InlineData("NothingToServe", "--keys", "{0}/keys.json")]
    [InlineData("NothingToServe", "--keys", "{0}/keys.json", "--store", "{0}/s", "--region", "a={0}/a")]
    [InlineData("RegionInvalid", "--keys", "{0}/keys.json", "--region", "a")]
    [InlineData("RegionInvalid", "--keys", "{0}/keys.json", "--region", "a={0}/a", "a={0}/b")]
    [InlineData("ListenAddressInvalid", "--keys", "{0}/keys.json", "--store", "{0}/s", "--listen", "everywhere")]
    [InlineData("CertificateMissing", "--keys", "{0}/keys.json", "--store", "{0}/s", "--listen", "https://127.0.0.1:0")]
    [InlineData("CertificateInvalid", "--keys", "{0}/keys.json", "--store", "{0}/s", "--certificate", "{0}/keys.json")]
    [InlineData("CertificateInvalid", "--keys", "{0}/keys.json", "--store", "{0}/s", "--certificate", "{0}/missing.pfx")]
    [InlineData("FaultFileInvalid", "--keys", "{0}/keys.json", "--store", "{0}/s", "--faults", "{0}/missing")]
    public async Task INV_10_what_it_cannot_start_with_is_named(string id, params string[] arguments)
    {
        await KeysAsync();
        using Process process = Start(["serve", .. arguments.Select(argument => argument.Replace("{0}", _folder, StringComparison.Ordinal))]);
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains($"error {id}:", errors, StringComparison.Ordinal);
    }

    private async Task<string> KeysAsync()
    {
        string file = Path.Combine(_folder, "keys.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { keys = new[] { new { accessKeyId = TestServer.KeyId, secretAccessKey = TestServer.Secret } } }));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach (string name in (string[])[AccessKeyFile.IdVariable, AccessKeyFile.SecretVariable, AccessKeyFile.AccountVariable]) start.Environment.Remove(name);
        return Process.Start(start)!;
    }
}
