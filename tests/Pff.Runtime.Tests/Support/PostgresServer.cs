using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pff.Runtime.Tests.Support;

/// <summary>A PostgreSQL server of one test, in a folder of its own; as root it runs as the user that its package made.</summary>
internal sealed class PostgresServer : IDisposable
{
    private readonly string _bin;
    private readonly string _folder;
    private readonly int _port;

    private PostgresServer(string bin, string folder, int port)
    {
        _bin = bin;
        _folder = folder;
        _port = port;
        AddressWithoutPassword = string.Create(CultureInfo.InvariantCulture, $"postgres://pff@127.0.0.1:{port}/postgres");
        Address = string.Create(CultureInfo.InvariantCulture, $"postgres://pff:not%2Fchecked@127.0.0.1:{port}/postgres");
    }

    public string Address { get; }

    public string AddressWithoutPassword { get; }

    /// <summary>Null where PostgreSQL is not installed.</summary>
    public static PostgresServer? TryStart()
    {
        const string Installed = "/usr/lib/postgresql";
        var bin = Directory.Exists(Installed)
            ? Directory.GetDirectories(Installed).Select(version => Path.Combine(version, "bin")).FirstOrDefault(path => File.Exists(Path.Combine(path, "initdb")))
            : null;
        if (bin is null)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("pff-postgres-").FullName;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var server = new PostgresServer(bin, folder, port);
        if (Environment.UserName == "root")
        {
            Run("chown", "postgres", folder);
        }

        server.RunAsServer("initdb", "-D", Path.Combine(folder, "data"), "-U", "pff", "-A", "trust", "--no-sync", "-E", "UTF8");
        server.Start();
        return server;
    }

    public void Start() => RunAsServer(
        "pg_ctl", "-D", Path.Combine(_folder, "data"), "-w", "-l", Path.Combine(_folder, "log"), "-o", $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1", "start");

    /// <summary>As after a power cut, as far as the server's processes go.</summary>
    public void StopAtOnce() => RunAsServer("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "stop");

    /// <summary>From now on nobody is answered, and nobody is refused either; or again as before.</summary>
    public void Freeze(bool isFrozen) => Run("kill", isFrozen ? "-STOP" : "-CONT", File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First());

    /// <summary>What a query says, as <c>psql</c> prints it.</summary>
    public string Query(string sql)
    {
        string[] arguments = ["-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-U", "pff", "-XtAc", sql, "postgres"];
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(_bin, "psql"), arguments) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return said.Trim();
    }

    public void Dispose()
    {
        if (File.Exists(Path.Combine(_folder, "data", "postmaster.pid")))
        {
            StopAtOnce();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void RunAsServer(string program, params string[] arguments)
    {
        var path = Path.Combine(_bin, program);
        if (Environment.UserName == "root")
        {
            Run("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        // A server keeps what it inherits open, so its output is not read but thrown away by the shell.
        string[] quiet = ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments];
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", quiet) { WorkingDirectory = Path.GetTempPath() })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
