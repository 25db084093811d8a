package org.sqlflow.database.spark;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Implements a JDBC interface with an object that has some of its methods; all other methods say
 * that Spark does not support them. JDBC's interfaces have up to 190 methods, of which SQLFlow
 * calls a few.
 */
final class JdbcProxy implements InvocationHandler {
  private final Object target;
  private final Class<?> type;
  private final Map<Method, Optional<Method>> methods = new HashMap<>();

  private JdbcProxy(Object target, Class<?> type) {
    this.target = target;
    this.type = type;
  }

  /** An object as an interface. Used by one thread at a time, except for {@code cancel}. */
  static <T> T of(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            JdbcProxy.class.getClassLoader(), new Class<?>[] {type}, new JdbcProxy(target, type)));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    Optional<Method> own;
    synchronized (methods) {
      own = methods.computeIfAbsent(method, this::own);
    }
    if (own.isPresent()) {
      try {
        return own.get().invoke(target, arguments);
      } catch (InvocationTargetException error) {
        throw error.getCause();
      }
    }
    return switch (method.getName()) {
      case "unwrap" -> unwrapped((Class<?>) arguments[0]);
      case "isWrapperFor" -> ((Class<?>) arguments[0]).isInstance(target);
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> type.getSimpleName() + " of Spark";
      default ->
          throw new SQLFeatureNotSupportedException(
              "Spark has no " + type.getSimpleName() + "." + method.getName());
    };
  }

  private Optional<Method> own(Method method) {
    if (method.getDeclaringClass() == Object.class) {
      return Optional.empty();
    }
    try {
      Method found =
          target.getClass().getDeclaredMethod(method.getName(), method.getParameterTypes());
      found.setAccessible(true);
      return Optional.of(found);
    } catch (NoSuchMethodException none) {
      return Optional.empty();
    }
  }

  private Object unwrapped(Class<?> wanted) throws SQLException {
    if (wanted.isInstance(target)) {
      return target;
    }
    throw new SQLException("Spark's " + type.getSimpleName() + " is no " + wanted.getName());
  }
}
