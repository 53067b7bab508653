using System.Globalization;
using Microsoft.OpenApi;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>What schemas say of texts and numbers beyond their type.</summary>
internal static class SchemaConstraints
{
    /// <summary>Both what is known and what a schema says: of two limits the tighter one, of two patterns the later one.</summary>
    public static ValueConstraint And(ValueConstraint known, IOpenApiSchema schema)
    {
        var (minimum, excludesMinimum) = Limit(schema.Minimum, schema.ExclusiveMinimum);
        var (maximum, excludesMaximum) = Limit(schema.Maximum, schema.ExclusiveMaximum);
        return known.And(new ValueConstraint
        {
            Pattern = schema.Pattern is { Length: > 0 } pattern ? pattern : null,
            Format = schema.Format,
            MinimumLength = schema.MinLength,
            MaximumLength = schema.MaxLength,
            Minimum = minimum,
            ExcludesMinimum = excludesMinimum,
            Maximum = maximum,
            ExcludesMaximum = excludesMaximum,
        });
    }

    /// <summary>The type with the promises that concern it, or as it is where there are none.</summary>
    public static PffType Constrain(PffType type, ValueConstraint constraint)
    {
        var own = type.Equals(PffType.Text)
            ? constraint with { Minimum = null, Maximum = null, ExcludesMinimum = false, ExcludesMaximum = false }
            : constraint with { Pattern = null, MatchesWhole = false, Format = null, MinimumLength = null, MaximumLength = null };
        return own.AllowsEverything || type is not PrimitiveType primitive ? type : primitive with { Constraint = own };
    }

    /// <summary>The type without its promises, for a value that only has to keep those of one of several schemas.</summary>
    public static PffType Free(PffType type) => type switch
    {
        PrimitiveType { Constraint: not null } primitive => primitive with { Constraint = null },
        ListType list => list with { Element = Free(list.Element) },
        MapType map => map with { Value = Free(map.Value) },
        NullableType nullable => new NullableType(Free(nullable.Inner)),
        SecretType secret => new SecretType(Free(secret.Inner)),
        _ => type,
    };

    private static (decimal? Value, bool IsExclusive) Limit(string? inclusive, string? exclusive) =>
        (Number(inclusive), Number(exclusive)) switch
        {
            (_, { } bound) => (bound, true),
            var (bound, _) => (bound, false),
        };

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
