using System.Diagnostics;
using System.Globalization;
using Npgsql;

[assembly: AssemblyFixture(typeof(Replication.Catalog.Tests.Postgres.PostgresServer))]

namespace Replication.Catalog.Tests.Postgres;

/// <summary>
/// A PostgreSQL server of the tests' own, in a folder of its own, on a Unix socket in it. Started by the first test that needs it, and by
/// an unprivileged user where the tests are root's, since the server refuses to be.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"replication-pg-{Guid.NewGuid():N}"[..24]);
    private Process? _server;

    /// <summary>Address of this machine on which it is reached beside the socket, without a password by anybody there; empty for none.</summary>
    public string Listen { get; init; } = "";

    public bool IsRunning => _server is { HasExited: false };

    public int ProcessId => _server!.Id;

    public string SocketFolder => _folder;

    public string ConnectionString => $"Host={_folder};Username=replication;Database=postgres";

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Skips the calling test where there is no server, and says what is missing.</summary>
    public async Task StartAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (IsRunning) return;
            if (FindPrograms() is not { } programs)
            {
                Assert.Skip("PostgreSQL is not installed: no initdb (Debian: postgresql).");
                return;
            }

            if (Environment.IsPrivilegedProcess && !File.ReadAllText("/etc/passwd").Contains("\npostgres:", StringComparison.Ordinal))
            {
                Assert.Skip("PostgreSQL does not run as root, and there is no user postgres.");
                return;
            }

            await InitializeAsync(programs);
            _server = Start(
                Path.Combine(programs, "postgres"), "-D", Data, "-k", _folder, "-c", $"listen_addresses={Listen}", "-c", "fsync=off", "-c", "max_connections=200");
            await WaitAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // SIGINT: fast shutdown, without waiting for clients.
            if (IsRunning) using (Process kill = Process.Start("kill", ["-INT", ProcessId.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        _starting.Dispose();
    }

    private static string? FindPrograms()
    {
        IEnumerable<string> places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (Directory.Exists("/usr/lib/postgresql")) places = places.Concat(Directory.GetDirectories("/usr/lib/postgresql").Order().Reverse().Select(version => Path.Combine(version, "bin")));
        return places.FirstOrDefault(place => File.Exists(Path.Combine(place, "initdb")));
    }

    private async Task InitializeAsync(string programs)
    {
        Directory.CreateDirectory(_folder);
        if (Environment.IsPrivilegedProcess)
            using (Process own = Process.Start("chown", ["postgres", _folder])) await own.WaitForExitAsync();
        using Process initialize = Start(
            Path.Combine(programs, "initdb"), "-D", Data, "-U", "replication", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C");
        await initialize.WaitForExitAsync();
        Assert.Equal(0, initialize.ExitCode);
        if (Listen.Length > 0) await File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), "host all all samenet trust\n");
    }

    private Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo info = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        info.WorkingDirectory = _folder;
        Process process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task WaitAsync()
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (attempt < 300 && IsRunning)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
