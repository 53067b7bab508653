using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Pff.Core.Diagnostics;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables.Databases;

namespace Pff.Runtime.Journal.Postgres;

/// <summary>
/// Where the journal of a run is in PostgreSQL: what stands in the run's folder instead of the journal. It never has a password.
/// </summary>
/// <param name="Schema">Of this run only.</param>
/// <param name="Variable">The environment variable that has the address; null where <paramref name="Address"/> is it.</param>
/// <param name="Address">As Npgsql writes one; of a variable only host and database, for whoever reads the file.</param>
public sealed partial record PostgresPlace(string Schema, string? Variable, string Address)
{
    public const string FileName = "journal.postgres.json";

    private const string VariablePrefix = "env:";
    private const int MaximumFileBytes = 16 * 1024;

    /// <summary>Whether the file says where a journal is, and is none itself.</summary>
    internal static bool IsPlace(string path) => Path.GetFileName(path) == FileName;

    /// <summary>Reads what a user wrote: <c>postgres://user@host/database</c>, or <c>env:NAME</c>.</summary>
    /// <returns>The place, still without a schema, or PFF3312 or PFF3313.</returns>
    public static Result<PostgresPlace> Parse(string text)
    {
        if (text.StartsWith(VariablePrefix, StringComparison.Ordinal))
        {
            var name = text[VariablePrefix.Length..];
            return ReadVariable(name) is { } found
                ? new PostgresPlace(string.Empty, name, new NpgsqlConnectionStringBuilder { Host = found.Host, Database = found.Database }.ToString())
                : NoVariable(name);
        }

        if (!IsUri(text) || PostgresAddress.Read(text) is not { } address)
        {
            return RuntimeFailures.JournalPlaceUnreadable(NoAddress);
        }

        var builder = new NpgsqlConnectionStringBuilder(address);
        return builder.Password is null && builder.SslPassword is null
            ? new PostgresPlace(string.Empty, null, address)
            : RuntimeFailures.JournalPasswordGiven();
    }

    /// <summary>Where a run that is there has its journal, for another one that is to have it there too; null where it is a file.</summary>
    /// <exception cref="JournalException">PFF3312.</exception>
    public static PostgresPlace? Of(RunFolder run) => File.Exists(run.PlacePath) ? Read(run.PlacePath) : null;

    /// <summary>Writes the file of a new run, with a schema that no other run has, on this or another computer.</summary>
    public void Write(string path, string runId)
    {
        var suffix = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));
        using var file = new FileStream(path, PrivateFile.Options(FileMode.CreateNew, FileShare.None));
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("format", 1);
        json.WriteString("store", "postgresql");
        json.WriteString("schema", $"pff_{runId.Replace('-', '_')}_{suffix}");
        if (Variable is not null)
        {
            json.WriteString("variable", Variable);
        }

        json.WriteString("address", Address);
        json.WriteEndObject();
    }

    /// <exception cref="JournalException">PFF3312.</exception>
    internal static PostgresPlace Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length <= MaximumFileBytes)
            {
                using var json = JsonDocument.Parse(File.ReadAllBytes(path));
                var root = json.RootElement;
                var place = new PostgresPlace(
                    root.GetProperty("schema").GetString() ?? "",
                    root.TryGetProperty("variable", out var variable) ? variable.GetString() : null,
                    root.GetProperty("address").GetString() ?? "");
                if (root.GetProperty("format").TryGetInt32(out var format) && format == 1 && SchemaName().IsMatch(place.Schema))
                {
                    return place;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new JournalException(Unreadable(path), exception);
        }

        throw new JournalException(Unreadable(path));
    }

    /// <summary>With the password where the variable has one, which is kept nowhere.</summary>
    /// <exception cref="JournalException">PFF3312.</exception>
    internal NpgsqlConnectionStringBuilder Settings()
    {
        var settings = Variable is { } name
            ? ReadVariable(name) ?? throw new JournalException(NoVariable(name))
            : new NpgsqlConnectionStringBuilder(PostgresAddress.Read(Address) ?? throw new JournalException(RuntimeFailures.JournalPlaceUnreadable(NoAddress)));
        return settings;
    }

    private static LocalizedText NoAddress => new("its address is not postgres://user@host/database", "o endereço não é postgres://usuario@host/banco");

    private static bool IsUri(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    private static NpgsqlConnectionStringBuilder? ReadVariable(string name) =>
        VariableName().IsMatch(name) && Environment.GetEnvironmentVariable(name) is { } text && PostgresAddress.Read(text) is { } address
            ? new NpgsqlConnectionStringBuilder(address)
            : null;

    private static RuntimeFailure NoVariable(string name) => RuntimeFailures.JournalPlaceUnreadable(new(
        $"the environment variable '{name}' has no address of a database", $"a variável de ambiente '{name}' não tem o endereço de um banco"));

    private static RuntimeFailure Unreadable(string path) => RuntimeFailures.JournalPlaceUnreadable(new(
        $"'{path}' is not what a run has written", $"'{path}' não é o que uma execução gravou"));

    [GeneratedRegex("^pff_[0-9a-z_]{1,58}$", RegexOptions.CultureInvariant)]
    private static partial Regex SchemaName();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
