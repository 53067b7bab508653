using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Pff.Core.Plan;
using Pff.Core.Plan.Storage;

namespace Pff.Backend.Tests.Packaging;

/// <summary>
/// Models are made and compared by reflection over the records, so that a property which someone adds and forgets to
/// store fails here.
/// </summary>
public sealed class PlanBytesTests
{
    [Fact]
    public void Every_property_of_every_record_comes_back()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var model = (PlanModel)new Maker(seed).Make(typeof(PlanModel), 0)! with { FormatVersion = PlanModel.CurrentFormatVersion };
            Assert.Equal(Show(model), Show(PlanBytes.Read(PlanBytes.Write(model))));
        }
    }

    [Fact]
    public void Bytes_that_are_no_model_give_none()
    {
        var model = (PlanModel)new Maker(1).Make(typeof(PlanModel), 0)! with { FormatVersion = PlanModel.CurrentFormatVersion };
        var bytes = PlanBytes.Write(model);
        Assert.Null(PlanBytes.Read(bytes.Append((byte)0).ToArray()));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(PlanBytes.Read(bytes.AsMemory(0, length)));
        }
    }

    /// <summary>A changed byte may well give another model; it must not give an exception.</summary>
    [Fact]
    public void Changed_bytes_never_throw()
    {
        var random = new Random(7);
        for (var seed = 0; seed < 40; seed++)
        {
            var model = (PlanModel)new Maker(seed).Make(typeof(PlanModel), 0)! with { FormatVersion = PlanModel.CurrentFormatVersion };
            for (var round = 0; round < 50; round++)
            {
                var bytes = PlanBytes.Write(model);
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                Assert.Null(Record.Exception(() => PlanBytes.Read(bytes)));
            }
        }
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Show))}]",
        _ when value.GetType().Namespace == typeof(PlanModel).Namespace && value.GetType().IsClass =>
            $"{value.GetType().Name}({string.Join(", ", Properties(value.GetType()).Select(p => $"{p.Name}={Show(p.GetValue(value))}"))})",
        _ => value.ToString()!,
    };

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).OrderBy(p => p.Name, StringComparer.Ordinal);

    /// <summary>Instances with random values in every property.</summary>
    private sealed class Maker(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly NullabilityInfoContext _nullability = new();

        public object? Make(Type type, int depth)
        {
            if (type == typeof(string))
            {
                return new StringBuilder().Append('é', _random.Next(3)).Append(_random.Next(1000)).ToString();
            }

            if (type.IsEnum)
            {
                var values = Enum.GetValues(type);
                return values.GetValue(_random.Next(values.Length));
            }

            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            {
                return MakeList(type.GetGenericArguments()[0], depth);
            }

            return Type.GetTypeCode(type) switch
            {
                TypeCode.Int32 => _random.Next(int.MinValue, int.MaxValue),
                TypeCode.Int64 => _random.NextInt64(),
                TypeCode.Double => _random.NextDouble(),
                TypeCode.Boolean => _random.Next(2) == 0,
                _ => MakeRecord(type, depth),
            };
        }

        private object MakeList(Type element, int depth)
        {
            var items = Array.CreateInstance(element, depth > 6 ? 0 : _random.Next(1, 4));
            for (var i = 0; i < items.Length; i++)
            {
                items.SetValue(Make(element, depth + 1), i);
            }

            var create = typeof(ImmutableArray).GetMethods().Single(m =>
                m.Name == nameof(ImmutableArray.CreateRange) && m.GetGenericArguments().Length == 1 && m.GetParameters().Length == 1);
            return create.MakeGenericMethod(element).Invoke(null, [items])!;
        }

        private object MakeRecord(Type type, int depth)
        {
            if (type.IsAbstract)
            {
                var kinds = type.Assembly.GetTypes().Where(t => t.IsSubclassOf(type)).OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
                type = kinds[_random.Next(kinds.Count)];
            }

            var instance = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
            foreach (var property in Properties(type))
            {
                var mayBeNull = _nullability.Create(property).ReadState == NullabilityState.Nullable;
                property.SetValue(instance, mayBeNull && (depth > 6 || _random.Next(2) == 0) ? null : Make(property.PropertyType, depth + 1));
            }

            // The read that settles a call stands where the call does.
            return instance is CallMethodPlan { SettledBy: { } readBack } call
                ? call with { SettledBy = readBack with { Read = readBack.Read with { Id = call.Id, Line = call.Line, Undo = null, SettledBy = null } } }
                : instance;
        }
    }
}
