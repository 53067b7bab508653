using System.CommandLine;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Tables.Databases;

namespace Pff.Cli.Runtime.Commands;

/// <summary>The part of a command line that says which table is read: a file, standard input, or a query.</summary>
internal sealed class InputChoice
{
    private const string DatabasePrefix = "postgres:";

    private readonly Option<string?> _file = new("--file", "-f")
    {
        Description = "The table of rows, see docs/files.md; - is standard input, postgres:VARIABLE a database",
        HelpName = "INPUT",
    };

    private readonly Option<string> _format = new("--input-format")
    {
        Description = "What standard input has; gzip, zstd and zip are recognised",
        DefaultValueFactory = _ => "csv",
    };

    private readonly Option<string?> _query = new("--query")
    {
        Description = "The SELECT whose rows are read from the database; its address is in an environment variable",
        HelpName = "SQL",
    };

    public InputChoice() => _format.AcceptOnlyFromAmong(
        "csv", "tsv", "psv", "jsonl", "json", "yaml", "xml", "xlsx", "xls", "parquet", "arrow", "db");

    /// <param name="command">Gets the options.</param>
    /// <param name="hasFile">Whether the table is an option, and not the command's argument.</param>
    public void AddTo(Command command, bool hasFile = true)
    {
        if (hasFile)
        {
            command.Options.Add(_file);
        }

        command.Options.Add(_format);
        command.Options.Add(_query);
    }

    /// <summary>The path of the table, as it was given; null where there is none, and that is said.</summary>
    public string? Read(ParseResult result, HostConsole console)
    {
        var file = result.GetValue(_file);
        if (file is null)
        {
            console.Error.WriteLine(console.Say(
                "PFF5014: say which table to run: --file INPUT (.xlsx, .csv, .tsv, .jsonl, .json and more).",
                "PFF5014: diga qual tabela executar: --file ENTRADA (.xlsx, .csv, .tsv, .jsonl, .json e outros)."));
        }

        return file;
    }

    /// <summary>Keeps what is no file as one below <c>.pff</c>, because a run reads its input again.</summary>
    /// <param name="root">The folder that has, or will have, <c>.pff</c>.</param>
    /// <returns>The file's path, or null where there is none, and that is said.</returns>
    public async Task<string?> KeepAsync(ParseResult result, string file, string root, HostConsole console, CancellationToken cancellation)
    {
        var query = result.GetValue(_query);
        if (!file.StartsWith(DatabasePrefix, StringComparison.Ordinal))
        {
            if (query is not null)
            {
                console.Error.WriteLine(console.Say(
                    "PFF5141: --query goes with --file postgres:VARIABLE, which names the environment variable that has the database's address.",
                    "PFF5141: --query acompanha --file postgres:VARIAVEL, que diz qual variável de ambiente tem o endereço do banco."));
                return null;
            }

            return file == StandardInputTable.Name ? await StandardInputTable.KeepAsync(root, result.GetValue(_format)!, cancellation) : file;
        }

        var variable = file[DatabasePrefix.Length..];
        if (query is null)
        {
            console.Error.WriteLine(console.Say(
                "PFF5142: say what to read from the database: --query \"SELECT …\".",
                "PFF5142: diga o que ler do banco: --query \"SELECT …\"."));
            return null;
        }

        if (variable.StartsWith("//", StringComparison.Ordinal) || Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } address)
        {
            console.Error.WriteLine(console.Say(
                "PFF5140: the database's address is read from an environment variable, which is not set; write its name: --file postgres:VARIABLE.",
                "PFF5140: o endereço do banco é lido de uma variável de ambiente, que não está definida; escreva o nome dela: --file postgres:VARIAVEL."));
            return null;
        }

        return await KeepRowsAsync(address, query, root, console, cancellation);
    }

    private static async Task<string?> KeepRowsAsync(string address, string query, string root, HostConsole console, CancellationToken cancellation)
    {
        var path = StandardInputTable.NewPath(root, "jsonl");
        await using (var kept = StandardInputTable.Create(path))
        {
            if (await PostgresQuery.KeepAsync(address, query, kept, cancellation) is not { } failure)
            {
                return path;
            }

            RunLookup.Say(failure, console);
        }

        File.Delete(path);
        return null;
    }
}
