using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Replication.Bench.Running;

namespace Replication.Bench.Scale;

/// <summary>
/// A PostgreSQL server for one measurement, as Debian's package would run it: fsync on, default memory. It refuses to be root, so that root
/// runs it as the user postgres.
/// </summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private readonly Process _server;
    private readonly string _folder;

    private PostgresProcess(Process server, string folder) => (_server, _folder) = (server, folder);

    public string Address => $"Host={_folder};Username=replication;Database=postgres";

    /// <summary>Null where PostgreSQL is not installed.</summary>
    public static string? FindPrograms()
    {
        IEnumerable<string> places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (Directory.Exists("/usr/lib/postgresql"))
            places = places.Concat(Directory.GetDirectories("/usr/lib/postgresql").Order().Reverse().Select(version => Path.Combine(version, "bin")));
        return places.FirstOrDefault(place => File.Exists(Path.Combine(place, "initdb")));
    }

    public static async Task<PostgresProcess> StartAsync(string programs, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess) await Command.RunAsync("chown", ["postgres", folder], cancellationToken);
        string data = Path.Combine(folder, "data");
        using (Process initialize = Start(folder, Path.Combine(programs, "initdb"), "-D", data, "-U", "replication", "-A", "trust", "-E", "UTF8", "--locale=C"))
        {
            await initialize.WaitForExitAsync(cancellationToken);
            if (initialize.ExitCode != 0) throw new BenchException("initdb failed.");
        }

        Process server = Start(
            folder, Path.Combine(programs, "postgres"), "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=200");
        var started = new PostgresProcess(server, folder);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await started.ScalarAsync<int>("SELECT 1", cancellationToken);
                return started;
            }
            catch (NpgsqlException) when (attempt < 300 && !server.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Address + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>CPU seconds of the server and all its backends so far, those that have ended included.</summary>
    public double CpuSeconds()
    {
        double ticks = 0;
        foreach (string directory in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                string stat = File.ReadAllText(Path.Combine(directory, "stat"));
                string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                bool isServer = Path.GetFileName(directory) == _server.Id.ToString(CultureInfo.InvariantCulture);
                if (!isServer && fields[1] != _server.Id.ToString(CultureInfo.InvariantCulture)) continue;
                // utime, stime; of the server also those of children that it has waited for.
                ticks += fields[11..(isServer ? 15 : 13)].Sum(field => double.Parse(field, CultureInfo.InvariantCulture));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }

        return ticks / 100;
    }

    public async ValueTask DisposeAsync()
    {
        // SIGINT: fast shutdown, without waiting for clients.
        if (!_server.HasExited) await Command.RunAsync("kill", ["-INT", _server.Id.ToString(CultureInfo.InvariantCulture)], CancellationToken.None);
        await _server.WaitForExitAsync();
        _server.Dispose();
    }

    private static Process Start(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo info = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        info.WorkingDirectory = folder;
        Process process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
