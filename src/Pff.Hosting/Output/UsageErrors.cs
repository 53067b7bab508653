using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Pff.Core.Diagnostics;

namespace Pff.Hosting.Output;

/// <summary>What a command line that cannot be understood gives: PFF5005, and where help is.</summary>
internal static class UsageErrors
{
    public static void Print(HostConsole console, RootCommand root, ParseResult result)
    {
        var command = result.CommandResult.Command;
        var unknown = UnknownTokens(result);
        foreach (var (english, portuguese) in unknown.Count > 0
            ? unknown.Select(token => Unknown(token, command, root))
            : result.Errors.Select(Said))
        {
            console.Error.WriteLine("PFF5005: " + console.Say(english, portuguese));
        }

        var name = command is RootCommand ? root.Name : $"{root.Name} {command.Name}";
        console.Error.WriteLine(console.Say($"Try '{name} --help'.", $"Veja '{name} --help'."));
    }

    /// <summary>Numbers are told in our words, because the library names the type that the program keeps them in, and in English only.</summary>
    private static (string English, string Portuguese) Said(ParseError error)
    {
        var (name, type, tokens) = error.SymbolResult switch
        {
            OptionResult { Option: var option } result => (option.Name, option.ValueType, result.Tokens),
            ArgumentResult { Argument: var argument } result => (argument.Name, argument.ValueType, result.Tokens),
            _ => ("", typeof(string), (IReadOnlyList<Token>)[]),
        };
        var element = type.GetElementType() ?? type;
        var number = Nullable.GetUnderlyingType(element) ?? element;
        var wrong = tokens.FirstOrDefault(token => !IsNumber(token.Value, number))?.Value;
        return wrong is null ? (error.Message, error.Message)
            : number == typeof(double) ? ($"{name} is a number, not '{wrong}'.", $"{name} é um número, não '{wrong}'.")
            : number == typeof(int) ? Whole(name, wrong, int.MaxValue)
            : Whole(name, wrong, long.MaxValue);
    }

    private static (string English, string Portuguese) Whole(string name, string wrong, long largest) => BigInteger.TryParse(wrong, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        ? ($"{name} is a whole number of at most {largest}, not {wrong}.", $"{name} é um número inteiro de no máximo {largest}, não {wrong}.")
        : ($"{name} is a whole number, not '{wrong}'.", $"{name} é um número inteiro, não '{wrong}'.");

    private static bool IsNumber(string text, Type type) =>
        type == typeof(int) ? int.TryParse(text, CultureInfo.InvariantCulture, out _)
        : type == typeof(long) ? long.TryParse(text, CultureInfo.InvariantCulture, out _)
        : type != typeof(double) || double.TryParse(text, CultureInfo.InvariantCulture, out _);

    /// <summary>
    /// A misspelt option before the arguments is taken for one of them, and what follows is then one too many: the option is what
    /// is wrong.
    /// </summary>
    private static IReadOnlyList<string> UnknownTokens(ParseResult result)
    {
        var options = result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .Where(token => token.StartsWith("--", StringComparison.Ordinal))
            .ToList();
        return options.Count > 0 && result.UnmatchedTokens.Count > 0 ? options : result.UnmatchedTokens;
    }

    private static (string English, string Portuguese) Unknown(string token, Command command, RootCommand root)
    {
        var isOption = token.StartsWith('-');
        var known = isOption
            ? command.Options.Concat(root.Options.Where(option => option.Recursive)).SelectMany(option => option.Aliases.Append(option.Name))
            : command.Subcommands.Select(subcommand => subcommand.Name);
        var nearest = Suggestion.Nearest(token, known);
        var (what, whatInPortuguese) = isOption ? ("option", "a opção") : command.Subcommands.Count > 0 ? ("command", "o comando") : ("argument", "o argumento");
        return (
            $"'{command.Name}' has no {what} '{token}'." + (nearest is null ? "" : $" Did you mean '{nearest}'?"),
            $"'{command.Name}' não tem {whatInPortuguese} '{token}'." + (nearest is null ? "" : $" Quis dizer '{nearest}'?"));
    }
}
