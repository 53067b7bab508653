using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Binding;
using Pff.Compiler.Manifest;
using Pff.Compiler.Typing;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Converting;

/// <summary>
/// The inputs of sequences as parameters of a module, and the types that these need: an enum for a list of allowed values,
/// a named type for a constraint.
/// </summary>
/// <param name="taken">Names of types that mean something else.</param>
internal sealed class InputDeclarations(IEnumerable<string> taken)
{
    private readonly HashSet<string> _names = new(taken, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byContent = new(StringComparer.Ordinal);
    private readonly List<string> _declarations = [];

    public IReadOnlyList<string> Declarations => _declarations;

    /// <param name="isInferred">Whether nobody declared the input, so that its type is that of what it is passed to.</param>
    public string Parameter(InputSymbol input, bool isInferred)
    {
        var plan = input.Plan;
        var column = plan.Column == plan.Name ? string.Empty : " " + ModuleText.Quote(plan.Column);
        var isNullable = !plan.IsRequired && plan.Default is null;
        var type = (plan.IsSecret ? "secret " : string.Empty) + TypeOf(input, isInferred) + (isNullable ? "?" : string.Empty);
        return $"{plan.Name}{column}: {type}{(plan.Default is { } text ? " = " + Default(text, plan.Type) : string.Empty)}";
    }

    private string TypeOf(InputSymbol input, bool isInferred)
    {
        var type = input.Type is SecretType secret ? secret.Inner : input.Type;
        type = type is NullableType nullable ? nullable.Inner : type;
        if (type is EnumType named)
        {
            // What a method's document calls its enum can be named by whoever uses the API.
            return isInferred && ModuleText.IsName(named.Name) && !_names.Contains(named.Name) ? named.Name : EnumOf(input.Name, named);
        }

        var plain = NameOf(input.Plan.Type);
        if (input.Plan.Constraint is not { } constraint)
        {
            return plain;
        }

        var clauses = string.Concat(ConstraintWords.Written(constraint).Select(c =>
            $" {c.Word} {(c.Text is not null ? ModuleText.Quote(c.Text) : c.Number!.Value.ToString(CultureInfo.InvariantCulture))}"));
        return Declare(input.Name, plain + clauses, name => $"type {name} = {plain}{clauses}");
    }

    private string EnumOf(string input, EnumType named)
    {
        var values = string.Join(", ", named.Values.Select(ModuleText.NameOrQuoted).Concat(named.IsOpen ? ["other(text)"] : []));
        return Declare(input, "enum " + values, name => $"enum {name} {{ {values} }}");
    }

    /// <summary>Inputs that say the same share a type, which is called as the first of them is.</summary>
    private string Declare(string input, string content, Func<string, string> declaration)
    {
        if (!_byContent.TryGetValue(content, out var name))
        {
            var stem = string.Concat(input.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
            name = stem = stem.Length == 0 ? "Input" : stem;
            for (var number = 2; !_names.Add(name); number++)
            {
                name = stem + number.ToString(CultureInfo.InvariantCulture);
            }

            _byContent.Add(content, name);
            _declarations.Add(declaration(name));
        }

        return name;
    }

    private static string NameOf(InputType type) => type switch
    {
        InputType.Text => "text",
        InputType.Bool => "bool",
        InputType.Int => "int",
        InputType.Double => "double",
        InputType.Decimal => "decimal",
        InputType.Timestamp => "timestamp",
        InputType.Duration => "duration",
        InputType.Any => "dyn",
        _ => throw new InvalidOperationException($"no name for {type}"),
    };

    /// <summary>Without quotes where that reads back as the same text.</summary>
    private static string Default(string text, InputType type) =>
        (type == InputType.Int && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole.ToString(CultureInfo.InvariantCulture) == text)
        || (type == InputType.Bool && text is "true" or "false")
            ? text
            : ModuleText.Quote(text);
}
