package org.sqlflow.columns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.columns.ColumnNames.KeyName;

/** Names of columns from public files. */
class ColumnNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "ID",
        "Id",
        "customer_id",
        "customerId",
        "customerID",
        "CustomerID",
        "CUSTOMER_ID",
        "row id",
        "user2ID",
        "user-Id",
        "EmpID",
        "PassengerId",
        "ID#",
        "id_client",
        "IDCustomer",
        "invoice_no",
        "Invoice No",
        "InvoiceNo",
        "order nr",
        "kundennr",
        "KundenNr",
        "artikelnummer",
        "customer_key",
        "DateKey",
        "customerid",
        "custid",
        "passengerid",
        "uuid"
      })
  void areKeys(String name) {
    assertThat(ColumnNames.key(name)).isEqualTo(KeyName.KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"code", "area_code", "Country Code", "productCode", "zip", "plz"})
  void areCodes(String name) {
    assertThat(ColumnNames.key(name)).isEqualTo(KeyName.CODE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"index", "row", "rownum", "row_index", "phone number", "account_number", "no"})
  void areKeysIfTheirValuesAreUnique(String name) {
    assertThat(ColumnNames.key(name)).isEqualTo(KeyName.IF_UNIQUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "paid",
        "PAID",
        "amount_paid",
        "unpaid",
        "principal_unpaid",
        "valid",
        "is_valid",
        "bid",
        "covid",
        "COVID",
        "humid",
        "liquid",
        "android",
        "grid",
        "void",
        "hybrid",
        "idea",
        "IDEA",
        "idle_minutes",
        "d",
        "price_index",
        "consumer price index",
        "number_of_orders",
        "no_of_children",
        "monkey",
        "keyboard",
        "barcode_scans",
        "crowd",
        "arrow",
        "nodes",
        "income"
      })
  void areNoKeys(String name) {
    assertThat(ColumnNames.key(name)).isEqualTo(KeyName.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y",
        "Y",
        "target",
        "label",
        "Class",
        "Churn",
        "churned",
        "is_churned",
        "default",
        "default payment next month",
        "default.payment.next.month",
        "Attrition",
        "Response",
        "Survived",
        "outcome"
      })
  void areTargets(String name) {
    assertThat(ColumnNames.isTarget(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"year", "classes_taken", "pclass", "yield", "age", "response_time"})
  void areNoTargets(String name) {
    assertThat(ColumnNames.isTarget(name)).isFalse();
  }
}
